"""Commands that start, stop and look after the installation itself: wiring, no behaviour of a door."""
