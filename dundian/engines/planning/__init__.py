"""Who goes where: one reference evaluator that judges every plan, and a solver for it."""
