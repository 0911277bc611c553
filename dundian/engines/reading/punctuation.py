"""Punctuation of Chinese print, full and half width, and what an end or a beginning of a line tells."""

from __future__ import annotations

import re

CLOSERS = "”’\"'」』)）】》〉]"
OPENERS = "“‘「『(（【《〈["
TERMINAL = "。！？!?…．"
_PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}
_WIDE = "，；：？！（）．０１２３４５６７８９"
_NARROW = str.maketrans(_WIDE, ",;:?!().0123456789")
_SIGN = re.compile(r"[■□●○◆◇▲△★☆▪•※]")
_LATIN_STOP = re.compile(r"[\u3400-\u9fff]\.$")
_CLAUSE_END = re.compile(r"[,，、；;：:—－-]$")
# words that can only be followed by more
_UNFINISHED = re.compile(
    r"(?:的|地|和|与|及|或|把|将|被|让|使|向|对|在|从|以|为|更|最|很|才|要|会|能|并|而|且|是|就|也|还|第|[一二三四五六七八九十])$"
)
_SMALL_CLOSING = re.compile(
    r"^.{0,12}(?:谢谢|致谢|完毕|敬礼|此致|共勉|\d+[日号]|[一二三四五六七八九十]日)[^，,。]{0,6}$"
)
_SALUTATION = re.compile(r"^(?:尊敬的|各位|同志们|同事们|大家(?:上午|下午|早上|晚上)?好|亲爱的|领导)")
_MORE_THAN_GREETING = re.compile(
    r"[。！？!?].|[，,、]$|[，,](?![^，,]{0,8}(?:们|大家|领导|同志|同事|来宾|代表|朋友|好)[:：！!。]?$)"
)
_OPENING = re.compile(
    r"^(?:今天|过去(?:[的这]?[一两几三]年|的)|这次|这一次|此次|本次|作为|根据|按照|接下来|在接下来|听了|刚才|非常)"
)
_FIRST_OF_ALL = re.compile(r"^(?:今天|作为|听了|刚才|非常|很荣幸|过去(?:[的这]?[一两几三]年|的))")
# these may as well be the middle of a sentence
_LIKE_AN_OPENING = re.compile(r"^(?:很|能够|我[是叫们来]?|当|按|下企业|在这)")
_HALF = re.compile(
    r"[，。、；：！？,.;:!?”’」』）》】)\]…—者们吗呢吧]|的(?!确)|了(?![解结不然却])|着(?![力眼重手实急])"
    r"|地(?![方处区铁位球])|得(?![益知到出以])|之(?![所前后])|性(?![格别命能质])|化(?![解作为工学繁名])"
    # adverbs and conjunctions that lean on what was said before
    r"|都(?![市说])|才(?![华智])|更(?![加深好要多])|却|就(?![是在此业地任职近])|并(?![肩非])|且|己|岁|来说|来讲|而言|的话|过(?![去程年往好])|上(?![级次周午月岗班学下海个世门传])|以及|及其|从而|因而|但(?!愿)|也(?!许)|亦|等(?![到候待])"
    # measure words stand after a number, never first
    r"|次(?![日年要])|位(?![于置列])|个(?![人别体性个])|名(?![字义列])|届(?!时)|项(?!目)|件(?!件)|些|圈|趟|份(?![量内外])|里(?![面外程])|员(?!工)"
)
# short words that stand alone before the first comma of a speech
_FIRST_WORDS = re.compile(
    r"^(?:今天|昨天|今年|去年|明天|近日|最近|此次|这次|首先|其[次一二三四五]|最后|第.+|一周|同志|各位|大家|是的|真的|好|对|来|看|记得|作为|如今|当前|此刻|现在|为此|当下|清晨|初夏|盛夏|金秋|过去|以前|一直|感谢|平时|平常|领导|其实|同样|因此|所以|临行|行前|[一二三四五六七八九十].*|.*[来后时年月日们初底])$"
)
_FIRST_CLAUSE = re.compile(r"^([\u3400-\u9fff]{1,3})(。|[，,](?![是就不也既永应要都]))")


def narrow(text: str) -> str:
    """The text with its punctuation and digits at half width, each in its old place."""
    return text.translate(_NARROW)


def is_signed(text: str) -> bool:
    """Whether a line begins with a printed sign, as the items of a list do."""
    return bool(_SIGN.match(text))


def bare(text: str) -> str:
    """The text without the quotes and brackets that close it."""
    return text.rstrip(CLOSERS + " 　")


def is_finished(text: str) -> bool:
    """Whether a line ends as a sentence ends (a closing quote after the full stop may follow)."""
    end = bare(text)
    return bool(end) and (end[-1] in TERMINAL or bool(_LATIN_STOP.search(end)))


def is_cut(text: str) -> bool:
    """Whether a line stops at a comma, inside a quote, or at a word that must be followed by another."""
    return bool(_CLAUSE_END.search(text) or is_open(text) or _UNFINISHED.search(text))


def is_open(text: str) -> bool:
    """Whether a quote or bracket opened in the text is not closed in it."""
    return any(text.rfind(opener) > text.rfind(closer) for opener, closer in _PAIRS.items())


def is_closed_first(text: str) -> bool:
    """Whether a quote or bracket closes in the text before one opens: its beginning stands elsewhere."""
    return any(
        closer in text and (text.find(opener) == -1 or text.find(closer) < text.find(opener))
        for opener, closer in _PAIRS.items()
    )


def is_half(text: str) -> bool:
    """Whether a line begins where no sentence can begin."""
    return bool(_HALF.match(text)) or is_closed_first(text) or _is_remnant(text)


def _is_remnant(text: str) -> bool:
    """Whether a text begins with the last word or two of a clause: so short no clause of a speech is."""
    found = _FIRST_CLAUSE.match(text)
    if not found or _FIRST_WORDS.match(found[1]):
        return False
    return len(found[1]) < 3 or found[2] == "。"


def is_small_closing(text: str) -> bool:
    """Whether a line is thanks, a signature or a date, which stand without a full stop."""
    return bool(_SMALL_CLOSING.match(text))


def is_salutation(text: str) -> bool:
    """Whether a line greets the audience."""
    return bool(_SALUTATION.match(text))


def is_greeting(text: str) -> bool:
    """Whether a line is a greeting and nothing more; one that stops at a comma, or goes on after it, was cut."""
    return is_salutation(text) and not _MORE_THAN_GREETING.search(text)


def is_opening(text: str) -> bool:
    """Whether a line begins as speeches begin."""
    return is_sure_opening(text) or bool(_LIKE_AN_OPENING.match(text))


def is_sure_opening(text: str) -> bool:
    """Whether a line begins as nothing but a speech begins."""
    return is_salutation(text) or bool(_OPENING.match(text))


def is_first_of_all(text: str) -> bool:
    """Whether a line begins as only the very first line of a speech does, not one of its later paragraphs."""
    return is_salutation(text) or bool(_FIRST_OF_ALL.match(text))
