"""What answers and counts say, and how sure one can be of it."""
