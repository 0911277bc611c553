"""The grouping page: groups, beds, what is unmet, locks, moves, publishing."""
