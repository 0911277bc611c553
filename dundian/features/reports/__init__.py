"""Documents from what is in the database, every number with its rows."""
