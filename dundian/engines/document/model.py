"""What a report is made of, before anybody thinks of paper. Frozen; every text is cleaned on the way in.

Numbers of headings, tables and attachments are not written here: `numbering` gives them when it is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from dundian.engines.document.letters import printable

LONGEST_LINK = 2000
"""Characters. Word refuses a hyperlink above 2,083."""


class LinkNotAllowedError(ValueError):
    """报告里的链接只能是 http 或 https 地址。"""


class TableNotEvenError(ValueError):
    """表格有一行的格数与表头不同。"""


@dataclass(frozen=True)
class Run:
    """Words in one manner. `href` is an absolute http(s) address: where the rows behind a number are."""

    text: str
    href: str | None = None
    bold: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))
        if self.href is not None and not _is_web_address(self.href):
            raise LinkNotAllowedError(LinkNotAllowedError.__doc__)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; its number 一、（一）1.（1） comes by itself."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text).strip())
        if not 1 <= self.level <= 4:
            message = f"a heading has level 1 to 4, not {self.level}"
            raise ValueError(message)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, first line indented by two characters."""

    runs: tuple[Run, ...]

    @classmethod
    def of(cls, *parts: str | Run) -> "Paragraph":
        """Make a paragraph of plain words and runs, in their order."""
        return cls(runs=runs_of(*parts))


@dataclass(frozen=True)
class Table:
    """A table with its head; every row has as many cells as there are columns, a cell is a tuple of runs."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", tuple(printable(column) for column in self.columns))
        object.__setattr__(self, "caption", printable(self.caption).strip())
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise TableNotEvenError(TableNotEvenError.__doc__)

    @classmethod
    def of(cls, *, columns: tuple[str, ...], rows: list[tuple[str | Run, ...]], caption: str = "") -> "Table":
        """Make a table whose cells are each one string or one run."""
        cells = tuple(tuple(runs_of(cell) for cell in row) for row in rows)
        return cls(columns=columns, rows=cells, caption=caption)


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Attachment:
    """Something named after the body; with `blocks` it follows on a page of its own."""

    title: str
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", printable(self.title).strip())


@dataclass(frozen=True)
class Signature:
    """Who issues the report, and on which day."""

    issuer: str
    on: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "issuer", printable(self.issuer).strip())

    @property
    def day(self) -> str:
        """The day in Arabic figures without leading zeros, as GB/T 9704 asks."""
        return f"{self.on.year}年{self.on.month}月{self.on.day}日"


@dataclass(frozen=True)
class Document:
    """A whole report.

    `title` may hold line ends where the writer wants the title broken; otherwise `titles` breaks it.
    `addressee` is 主送机关 without its colon. `notes` are lines under everything, such as 字体说明.
    """

    title: str
    blocks: tuple[Block, ...]
    addressee: str = ""
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = [printable(line).strip() for line in self.title.splitlines()]
        object.__setattr__(self, "title", "\n".join(line for line in lines if line))
        object.__setattr__(self, "addressee", printable(self.addressee).strip().rstrip("：:"))
        object.__setattr__(self, "notes", tuple(printable(note).strip() for note in self.notes))

    def plain_title(self) -> str:
        """Return the title on one line, for a file's properties."""
        return self.title.replace("\n", "")

    def all_blocks(self) -> Iterator[Block]:
        """Go through the blocks of the body and then of the attachments."""
        yield from self.blocks
        for attachment in self.attachments:
            yield from attachment.blocks


def runs_of(*parts: str | Run) -> tuple[Run, ...]:
    """Turn plain words and runs into runs."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)


def _is_web_address(href: str) -> bool:
    if len(href) > LONGEST_LINK or href != printable(href) or " " in href:
        return False
    try:
        address = urlsplit(href)
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.hostname)
