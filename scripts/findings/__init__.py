"""What a run found, in sentences computed from its tables."""
