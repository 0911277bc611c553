"""The receipt code: twenty digits that only the worker holds, and what the server may know of them.

lookup = HKDF-SHA256(Argon2id(20 digits), info "lookup"): Argon2id as in RFC 9106 with 64 MiB, 3 passes, 1 lane;
HKDF as in RFC 5869. The salt belongs to the application, so that a code alone finds its thread; what a guess
costs is the memory and the passes. The phone counts the same (web/phone/src/seal); both share test vectors.
"""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DIGITS = 20
SALT = b"dundian/receipt1"
MEMORY_KIB = 64 * 1024
PASSES = 3
# One hash takes 64 MiB; a crowd at the portal must wait in line, not fill the memory of the house.
AT_ONCE = BoundedSemaphore(2)
# Of the four threads of a web process one stays free for the desk and the phones, however many codes are tried.
IN_LINE = BoundedSemaphore(3)

# The anti-symmetric quasigroup of order 10 of H. M. Damm (2004): it finds every single wrong digit and every
# swap of two neighbours.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class NotACode(Exception):
    """没找到，看看是不是少了一位。"""


class Crowded(Exception):
    """这会儿人多，过一分钟再试。"""


def digits_of(typed: str) -> str:
    """The digits in what somebody typed or pasted: spaces, dashes and full-width digits are fine."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if "0" <= c <= "9")


def _walk(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return interim


def check_digit(digits: str) -> str:
    """The digit that completes a row of digits."""
    return str(_walk(digits))


def is_code(digits: str) -> bool:
    """Whether these are twenty digits whose check digit holds."""
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit() and _walk(digits) == 0


def in_groups(digits: str) -> str:
    """The code as people read it: five groups of four."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def _stretched(code: str) -> bytes:
    return hash_secret_raw(
        secret=code.encode("ascii"),
        salt=SALT,
        time_cost=PASSES,
        memory_cost=MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


def lookup_of(code: str) -> bytes:
    """The 32 bytes under which the thread of this code is filed; raises NotACode for anything but a whole code.

    Takes a tenth of a second and 64 MiB on purpose. Raises Crowded, at once, where too many wait for theirs.
    """
    if not is_code(code):
        raise NotACode
    if not IN_LINE.acquire(blocking=False):
        raise Crowded
    try:
        with AT_ONCE:
            stretched = _stretched(code)
    finally:
        IN_LINE.release()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lookup").derive(stretched)
