"""An article, its source beside what was read from it."""
