"""Officials in the field: the application on their phones and its JSON."""
