"""The sheet of GB/T 9704-2012 in figures: A4, 版心 156 × 225 mm, 22 lines of 28 characters of 3号 (16 pt).

Clause numbers are those of the standard. 28 characters of 16 pt are 158 mm, wider than the 版心: characters stand
0.21 pt closer, as the document grid of Word and WPS does it. Lengths are millimetres (_MM) or points (_PT).
"""

PAPER_WIDTH_MM, PAPER_HEIGHT_MM = 210, 297  # 5.1
TOP_MM, LEFT_MM, RIGHT_MM, BOTTOM_MM = 37, 28, 26, 35  # 5.2.1; right and bottom follow from the 版心
TEXT_WIDTH_MM = PAPER_WIDTH_MM - LEFT_MM - RIGHT_MM

LINES, CHARACTERS = 22, 28  # 5.2.3
BODY_PT = 16.0  # 3号
PITCH_PT = 28.95  # 225 mm / 22, cut to a twentieth of a point, which is what Word can hold
CHARACTER_PT = TEXT_WIDTH_MM / 25.4 * 72 / CHARACTERS
TRACKING_PT = -0.21  # CHARACTER_PT - BODY_PT, cut so that rounding never pushes out the 28th

TITLE_PT = 22.0  # 2号
TITLE_PITCH_PT = 34.0
TABLE_PT = 12.0  # 小4号: a table of 3号 would hold nothing
TABLE_PITCH_PT = 18.0
CAPTION_PT = 14.0  # 4号
NOTE_PT = 10.5  # 5号
FOOT_PT, FOOT_PITCH_PT = 9.0, 13.0  # 小5号
PAGE_NUMBER_PT = 14.0  # 4号, 7.5
PAGE_NUMBER_DROP_MM = 7  # 一字线 below the 版心, 7.5

DATE_INDENT = 4.0  # characters right of the day when the paper will be sealed, 7.3.5.1


def signature_indents(issuer_width: float, day_width: float) -> tuple[float, float]:
    """Return how far issuer and day stand from the right edge, both in characters; widths in characters too.

    The day keeps four characters free and the issuer stands centred above it (7.3.5.1); an issuer too long for
    that moves to the edge and takes the day along.
    """
    issuer = DATE_INDENT + (day_width - issuer_width) / 2
    if issuer >= 0:
        return issuer, DATE_INDENT
    return 0.0, max(DATE_INDENT, (issuer_width - day_width) / 2)
