"""CSV and its relatives: UTF-8 (with or without BOM), UTF-16 with BOM, GB18030; comma, semicolon, tab or bar."""

import codecs
import csv
import io
import re

from .cells import BLANK, CannotOpen, Cell, Sheet

DELIMITERS = ",\t;|，"
MOST_RECORDS = 100_000
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read(data: bytes) -> list[Sheet]:
    """Return one nameless sheet; rows are record numbers, blank records counted."""
    text = decode(data)
    csv.field_size_limit(2**20)
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)), 1):
            if row > MOST_RECORDS:
                raise CannotOpen(f"这份表有 {MOST_RECORDS} 多行，太大了；一次只导一份名单。")
            for column, field in enumerate(record, 1):
                written = _unwrapped(field)
                if written:
                    cells[row, column] = Cell(written)
    except csv.Error as fault:
        raise CannotOpen("这份 CSV 的格式乱了，没法读；在 Excel 里打开，另存为 .xlsx 再导入。") from fault
    return [Sheet(name=None, cells=cells)]


def decode(data: bytes) -> str:
    """Return the text; raise CannotOpen where it is in none of the encodings that offices use."""
    encodings = [name for bom, name in BOMS if data.startswith(bom)] or ["utf-8", "gb18030"]
    for name in encodings:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text
    raise CannotOpen("看不出这份文件是什么编码，里面不像文字；在 Excel 里打开，另存为 .xlsx 再导入。")


def delimiter(text: str) -> str:
    """Return the delimiter that cuts the records most evenly: the one met in most of them, outside quotes."""
    bare = re.sub(r'"[^"]*"', "", text[:65536])
    lines = [line for line in bare.splitlines() if line.strip(BLANK)]

    def evenness(mark: str) -> tuple[int, int]:
        """Return how many records have the usual number of this mark, and how many have it at all."""
        counts = [line.count(mark) for line in lines if mark in line]
        usual = max(set(counts), key=counts.count, default=0)
        return counts.count(usual) * min(usual, 4), len(counts)

    return max(DELIMITERS, key=evenness)


def _unwrapped(field: str) -> str:
    """Return a field without the tricks that keep Excel from changing it: ="0571", '0571, a tab in front."""
    written = field.strip(BLANK)
    trick = re.fullmatch(r'="(.*)"', written, re.DOTALL)
    return trick.group(1).strip(BLANK) if trick else written
