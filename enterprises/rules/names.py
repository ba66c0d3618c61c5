"""Names of enterprises: what is stored, what is compared, what is searched."""

import re
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg as words_of

from enterprises.rules.folding import folded, without_spaces

BRACKETS: Final = str.maketrans("[]{}〔〕【】〈〉《》", "()()()()()()")
JOINERS: Final = str.maketrans(dict.fromkeys("·・•‧∙⋅", "·") | dict.fromkeys("‐‑‒–—―−﹣", "-"))
NOT_WRITTEN: Final = re.compile(r"[\W_]+")


def clean_name(text: str) -> str:
    """A name fit for print: no line breaks, zero-width or needless spaces, brackets full width."""
    plain = " ".join(folded(text).split())
    plain = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", plain)
    if plain.isascii():
        return plain
    return re.sub(r"\s*\(\s*", "（", re.sub(r"\s*\)\s*", "）", plain))


def normalise_name(text: str) -> str:
    """The key two spellings of one name share: width, case, brackets, spaces and joiners folded.

    A change of company form changes the key: that is a candidate for a person, not a match.
    """
    return without_spaces(folded(text)).translate(BRACKETS).translate(JOINERS).casefold()


def pinyin_initials(name: str) -> str:
    """First letters of a name's syllables, Latin and digits kept: 武汉示例3D → whsl3d.

    A character is read as its word is (重庆, 重工), and names share most of their words.
    """
    return "".join(map(_initials, words_of(NOT_WRITTEN.sub("", folded(name)))))


def search_key(name: str) -> str:
    """What the search index holds of a name: its spelling, then its initials on a line below."""
    return f"{normalise_name(name)}\n{pinyin_initials(name)}"


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, as the database's search index cuts them."""
    return frozenset(text[i : i + 2] for i in range(max(len(text) - 1, 1)))


def is_searchable(text: str) -> bool:
    """Whether a search text is long enough: two characters after folding."""
    return len(normalise_name(text)) >= 2


@lru_cache(maxsize=50_000)
def _initials(word: str) -> str:
    """About 0.02 ms where the word is new."""
    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER, errors=_latin_only)).casefold()


def _latin_only(text: str) -> str:
    """What pypinyin cannot read: keep Latin letters and digits, drop unknown ideographs."""
    return "".join(c for c in text if c.isascii() and c.isalnum())
