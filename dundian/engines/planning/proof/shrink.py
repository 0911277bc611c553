"""Taking out of a conflict what is not needed, until every piece that is left is.

Whole rules first, then pieces about people who are alike: of them only the number matters, which halving finds. A
piece without which a plan exists is needed for good: taking out others later cannot change that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dundian.engines.planning.proof.oracle import Answer, Oracle
from dundian.engines.planning.proof.pieces import Piece


@dataclass(frozen=True)
class Conflict:
    """Pieces that cannot hold together. `is_irreducible`: each one was left out, and then a plan was found."""

    pieces: tuple[Piece, ...]
    is_irreducible: bool


@dataclass(frozen=True)
class Patience:
    """How long the solver may think about one question, and who says when to ask no more."""

    seconds: float
    should_stop: Callable[[], bool]


class Shrinking:
    """One conflict on its way to an irreducible one. `pieces` must be impossible together."""

    def __init__(self, oracle: Oracle, pieces: Iterable[Piece], patience: Patience) -> None:
        self.oracle, self.patience = oracle, patience
        self.pieces = _sorted(pieces)
        self.needed: set[Piece] = set()
        self.unknown: set[Piece] = set()

    def conflict(self) -> Conflict:
        """Carry it out."""
        for rule in _by_size(self.pieces):
            self._is_impossible_without([each for each in self.pieces if each.rule == rule])
        for size in (64, 16):
            for part in _parts([each for each in self.pieces if len(each.officials) != 1], size):
                self._is_impossible_without(part)
        while (those := self._next_alike()) and not self.patience.should_stop():
            self._reduce(those)
        return Conflict(tuple(self.pieces), self.needed.issuperset(self.pieces))

    def _next_alike(self) -> list[Piece]:
        """Return pieces that are alike and of which it is not known whether they are needed."""
        open_ones = [each for each in self.pieces if each not in self.needed and each not in self.unknown]
        if not open_ones:
            return []
        alike = self.oracle.alike(self.pieces)
        found: dict[Hashable, list[Piece]] = {}
        for each in open_ones:
            found.setdefault(alike[each], []).append(each)
        return max(found.values(), key=len)

    def _reduce(self, those: list[Piece]) -> None:
        """Take out as many of these as can be, whichever: what is left of them is needed."""
        if self._is_impossible_without(those):
            return
        most = len(those)  # without so many it is not impossible
        least = 0
        step = 1  # mostly not one can be spared
        while most - least > 1:
            middle = least + step
            step = max(1, (most - middle) // 2)
            if self._ask_without(those[:middle]) is Answer.IMPOSSIBLE:
                least = middle
            else:
                most = middle
                step = max(1, (most - least) // 2)
        rest = set(those[:least])
        self.pieces = [each for each in self.pieces if each not in rest]
        is_needed = self._ask_without(those[least : least + 1]) is Answer.POSSIBLE
        (self.needed if is_needed else self.unknown).update(those[least:])

    def _is_impossible_without(self, part: Sequence[Piece]) -> bool:
        """Take a part out if the rest is still impossible; say whether it was."""
        if not part or len(part) == len(self.pieces) or not self.needed.isdisjoint(part):
            return False
        if self._ask_without(part) is not Answer.IMPOSSIBLE:
            return False
        out = set(part)
        self.pieces = [each for each in self.pieces if each not in out]
        return True

    def _ask_without(self, part: Sequence[Piece]) -> Answer:
        if self.patience.should_stop():
            return Answer.UNKNOWN
        out = set(part)
        return self.oracle.ask([each for each in self.pieces if each not in out], seconds=self.patience.seconds)


def _parts(pieces: Sequence[Piece], size: int) -> Iterator[Sequence[Piece]]:
    return (pieces[i : i + size] for i in range(0, len(pieces), size)) if len(pieces) > size else iter(())


def _sorted(pieces: Iterable[Piece]) -> list[Piece]:
    """Put pieces of one rule side by side, those about people first: there are many of them."""
    return sorted(dict.fromkeys(pieces), key=lambda each: (not each.officials, each.rule, each.part))


def _by_size(pieces: Sequence[Piece]) -> list[str]:
    rules = [each.rule for each in pieces]
    return sorted(set(rules), key=lambda rule: -rules.count(rule))
