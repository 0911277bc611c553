"""What phones sent, kept before it is read."""
