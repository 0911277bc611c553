"""One small file per kind of value: what a cell says, or the doubt about it."""
