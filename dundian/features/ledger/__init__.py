"""What happened, one line a step, each line sealed by the hash of the line before it."""
