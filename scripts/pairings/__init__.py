"""Pairings of output activation and penalty: the numerics, free of files and of Snakemake."""
