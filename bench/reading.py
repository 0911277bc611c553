"""How well torn newspaper pages are put together again: `python bench/reading.py [PAGES]`.

Pages are made of invented speeches (tests/engines/reading) with the four faults at random places. Side by
side: the order of the page taken as it stands, one line one paragraph (naive), and the restored reading.
"""

import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dundian.engines.reading.article import read_page
from tests.engines.reading.pages import SetPage, set_page, some_faults

SEED = 20210510


def score(page: SetPage, counts: Counter[str], wrong: list[str]) -> None:
    read = read_page(page.text)
    assert [speech.name for speech in read.speeches] == [one.written.name for one in page.speeches]
    for one, speech in zip(page.speeches, read.speeches, strict=True):
        kinds = one.faults or ("none",)
        naive = [piece.text for piece in one.pieces] == one.truth
        restored = [part.text for part in speech.paragraphs] == one.truth
        told = speech.lost_text == ("lost_text" in one.faults)
        for kind in (*kinds, "all"):
            counts[kind] += 1
            counts["naive " + kind] += naive
            counts["restored " + kind] += restored
            counts["told " + kind] += told
        if not restored or not told:
            wrong.append(
                f"{one.faults} {told=}\n    "
                + "\n    ".join("+".join(map(str, p.lines)) + " " + p.text for p in speech.paragraphs)
            )


def main(pages: int, shown: int) -> None:
    rng, counts, wrong = random.Random(SEED), Counter(), []  # noqa: S311 – a repeatable draw
    started = time.perf_counter()
    for _ in range(pages):
        faults = [some_faults(rng) for _ in range(rng.randint(1, 8))]
        score(set_page(rng, faults=faults, mark=rng.choice("■●◆▲"), gap=rng.randint(0, 3)), counts, wrong)
    seconds = time.perf_counter() - started
    print(f"{pages} pages, {counts['all']} speeches, {1000 * seconds / pages:.1f} ms a page\n")
    print(f"{'fault':16} {'speeches':>8} {'naive':>8} {'restored':>8} {'loss told':>10}")
    for kind in ("none", "head_after_tail", "split_sentence", "split_word", "lost_text", "all"):
        n = counts[kind]
        cells = (counts[f"{what} {kind}"] / n if n else 0 for what in ("naive", "restored", "told"))
        print(f"{kind:16} {n:8}" + "".join(f" {cell:8.1%}" for cell in cells))
    for text in wrong[:shown]:
        print("\n" + text)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
