"""What a clerk with a list does: down the list, everybody to the next posting, round and round, that is open to them
and has a bed; where none has, to the first that is open.
"""

from __future__ import annotations

from dundian.engines.planning.problem import WOMAN, Assignment, Problem
from dundian.engines.planning.rules import rule_book


def place(problem: Problem) -> Assignment:
    """Place people as somebody does by hand: legal first, round robin."""
    rules, postings = rule_book(problem).person_hard, problem.postings
    beds = [[each.beds_women, each.beds_men] for each in postings]
    seats = [each.largest for each in postings]
    found: dict[str, str | None] = {}
    turn = 0
    for official in problem.officials:
        sex = 0 if official.sex == WOMAN else 1
        row = [*range(turn, len(postings)), *range(turn)]
        roomy = [i for i in row if beds[i][sex] > 0 and seats[i] > 0]
        options = (
            i
            for rows in (roomy, row)
            for i in rows
            if not any(r.evaluate(problem, official, postings[i]) for r in rules)
        )
        chosen = next(options, None)
        found[official.id] = None if chosen is None else postings[chosen].id
        if chosen is not None:
            beds[chosen][sex] -= 1
            seats[chosen] -= 1
            turn = (chosen + 1) % len(postings)
    return found
