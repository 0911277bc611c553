"""Workers, nameless: no cookie, no log of who."""
