"""What the table of trials tells, and what the paper printed."""
