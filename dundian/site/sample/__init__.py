"""What the sample has besides its lists: an invented newspaper page."""
