"""一周课表: the week of each group, its changes by hand, the enterprise's yes, and what is printed of it."""
