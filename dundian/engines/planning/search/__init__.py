"""Annealing on packed arrays: the engine that finds good plans of any size. What it finds, the evaluator judges."""
