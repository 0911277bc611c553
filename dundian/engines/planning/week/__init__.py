"""The week of one group: who works on which line, and when it talks, asks, calls on the township and meets."""
