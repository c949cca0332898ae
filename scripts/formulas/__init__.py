"""The paper's formulas against independent ones: the numbers that decide whether each holds.

Nothing here rests on trials. Random points come from seeded generators, so that the numbers are the
same in every run.
"""
