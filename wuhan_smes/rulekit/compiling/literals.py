"""Values of a rule written into SQL. Only what cannot be anything else than a value gets in."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

WORD: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def number(value: Decimal) -> str:
    """Exact, without exponent; in brackets, for a minus sign."""
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    return f"({value:f}::numeric)"


def quoted(word: str) -> str:
    """A code as a text literal."""
    if not WORD.fullmatch(word):
        raise ValueError(f"{word!r} is no code")
    return f"'{word}'::text"


def array(words: Iterable[str]) -> str:
    return f"ARRAY[{', '.join(quoted(word) for word in words)}]::text[]"


def name(word: str) -> str:
    """A column called after a criterion; its case is kept."""
    if not WORD.fullmatch(word):
        raise ValueError(f"{word!r} is no code")
    return f'"{word}"'
