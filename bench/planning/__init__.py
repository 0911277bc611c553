"""Ours and its peers on the same problems, each judged by the reference evaluator."""
