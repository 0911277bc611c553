"""What a worker said, the receipt for it, and the thread of answers."""
