"""How good any plan can be at most: a proved lower bound by column generation, where one column is one full group."""
