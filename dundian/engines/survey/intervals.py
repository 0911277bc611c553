"""Shares with their 95 % interval."""

from math import sqrt

Z = 1.959964  # the normal quantile of 97.5 %


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson (1927), which holds for small n and near 0 and 1; n > 0."""
    share = hits / n
    middle = share + Z * Z / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    whole = 1 + Z * Z / n
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)
