"""Whether two rows of a roster are one person, or namesakes."""

from .record import Record


def same_person(first: Record, second: Record) -> str | None:
    """Return why two rows are the same person; a namesake differs in id, birth or unit, or in phone and post."""
    if first.get("name") != second.get("name"):
        return None
    by_number = _same(first, second, "id_number")
    if by_number is not None:
        return "姓名和身份证号相同" if by_number else None
    by_phone, by_unit = _same(first, second, "phone"), _same(first, second, "unit")
    if by_phone:
        return "姓名和手机相同"
    by_birth = _same_births(first.get("birth"), second.get("birth"))
    if by_birth is not None:
        is_day = len(first.get("birth") or "") == len(second.get("birth") or "") == len("2021-05-10")
        is_other = not by_birth or (by_phone is False and by_unit is False and not is_day)
        return None if is_other else "姓名和出生年月相同"
    if by_phone is False or by_unit is False:
        is_likely = by_unit and all(_same(first, second, key) is not False for key in ("sex", "post"))
        return "姓名和单位相同、手机不同，像是同一个人" if is_likely else None
    return "姓名和单位相同" if by_unit else "姓名相同，别的都没写"


def _same(first: Record, second: Record, key: str) -> bool | None:
    """Return whether both have the same, None if one of them has nothing."""
    one, other = first.get(key), second.get(key)
    return None if one is None or other is None else one == other


def _same_births(one: str | None, other: str | None) -> bool | None:
    """Return whether two dates of birth agree as far as both are told."""
    if not one or not other:
        return None
    length = min(len(one), len(other))
    return one[:length] == other[:length]
