"""A range of trials: its samples, its fits and their measures, free of files."""
