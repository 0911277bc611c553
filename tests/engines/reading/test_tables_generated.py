import pytest

from .books import read
from .messy import Messy, enterprises, roster


def differences(made: Messy, kind: str):
    """Return (row, key, wanted, got) of all that was read wrong, left out, invented, or reported without need."""
    reading = read(made.data, kind, filename=made.filename)
    got = {row.row: row.values for row in reading.rows}
    keys = {column.label: column.key for column in reading.columns}
    reported = {(fault.row, keys.get(fault.column, fault.column)) for fault in reading.errors}
    wanted = {truth["_row"]: truth for truth in made.rows}
    wrong = [(row, None, row in wanted, row in got) for row in set(got) ^ set(wanted)]
    for row in set(got) & set(wanted):
        pairs = ((key, value, got[row][key]) for key, value in wanted[row].items() if key != "_row")
        wrong += [(row, key, value, found) for key, value, found in pairs if value != found]
    return wrong + [(row, key, (row, key) in made.doubts, "reported") for row, key in reported ^ made.doubts]


@pytest.mark.parametrize("seed", range(30))
def test_a_messy_roster_is_read_to_the_cell(seed):
    assert differences(roster(seed), "roster") == []


@pytest.mark.parametrize("seed", range(30))
def test_a_messy_list_of_enterprises_is_read_to_the_cell(seed):
    assert differences(enterprises(seed), "enterprises") == []
