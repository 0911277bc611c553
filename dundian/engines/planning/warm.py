"""Compile every kernel of the planner before anybody waits for one: once a machine, and again when they change.

`python -m dundian.engines.planning.warm` does it beside a server that has just started.
"""

from __future__ import annotations

import os

from dundian.engines.planning.bound.quick import compile_descent
from dundian.engines.planning.search.warm import warm_up

if __name__ == "__main__":
    os.nice(10)  # nobody is waiting
    warm_up()
    compile_descent()
