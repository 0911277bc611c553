"""What people say, as text: the classes of demands and, later, how to cut, classify and redact."""
