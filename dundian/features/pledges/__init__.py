"""What was promised in front of everybody, and what proves it."""
