"""Coming in: sign-in links, password, second factor."""
