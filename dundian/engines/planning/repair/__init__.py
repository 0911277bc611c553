"""A published plan after something has changed: the legal plan that moves the fewest officials."""
