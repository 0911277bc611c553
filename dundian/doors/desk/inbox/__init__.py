"""What phones sent and nobody could read, and bytes that differ under one id: for a person to look at."""
