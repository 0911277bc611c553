"""The same person, enterprise or union written twice: taken once, both rows named."""

from collections import defaultdict
from typing import NamedTuple

from .kinds.record import Kind, Record


class Fault(NamedTuple):
    """One thing to look at: where, what is wrong, and what to write instead (None where nobody can know)."""

    sheet: str | None
    row: int | None
    column: str | None
    message: str
    fix: str | None


def drop_twins(records: list[Record], kind: Kind, *, several_sheets: bool) -> tuple[list[Record], list[Fault]]:
    """Return the records to take, without the second of any two that are the same, and a fault for each of those.

    Records without a name are never taken. An identity number under two names is taken back from the later one.
    """
    kept: list[Record] = []
    faults: list[Fault] = []
    by_name: dict[object, list[Record]] = defaultdict(list)
    by_number: dict[object, Record] = {}
    for record in records:
        if not record.has_identity:
            continue
        names = [(key, record.get(key)) for key in (*kind.anchors, "uscc") if record.get(key) is not None]
        rivals = [other for name in names for other in by_name[name]]
        pair = next(((other, why) for other in rivals if (why := kind.twin(other, record))), None)
        number = record.get("id_number")
        if pair:
            faults.append(_fault(pair[0], record, f"{pair[1]}，只收了前一行", kind, several_sheets=several_sheets))
            continue
        if number is not None and number in by_number:
            why = "身份证号相同、姓名不同，后一行的身份证号没有收"
            faults.append(_fault(by_number[number], record, why, kind, several_sheets=several_sheets, key="id_number"))
            record.values["id_number"] = None
        elif number is not None:
            by_number[number] = record
        for name in names:
            by_name[name].append(record)
        kept.append(record)
    return kept, faults


def _fault(first: Record, second: Record, why: str, kind: Kind, *, several_sheets: bool, key: str = "") -> Fault:
    column = second.labels.get(key) or next((second.labels[a] for a in kind.anchors if a in second.labels), None)
    rows = f"{_place(first, several_sheets)}和{_place(second, several_sheets)}"
    return Fault(second.sheet, second.row, column, f"{rows}{why}", None)


def _place(record: Record, several_sheets: bool) -> str:
    sheet = f"“{record.sheet}”" if several_sheets and record.sheet else ""
    return f"{sheet}第 {record.row} 行"
