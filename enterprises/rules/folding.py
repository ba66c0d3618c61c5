"""Folding of text that people paste: one meaning, one spelling."""

import unicodedata


def folded(text: str) -> str:
    """`text` in NFKC without control and format characters (zero width, BOM, soft hyphen)."""
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFKC", text)
    if plain.isprintable():  # the usual case, told without looking at each character from here
        return plain
    return "".join(c for c in plain if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf"})


def without_spaces(text: str) -> str:
    """`text` without any kind of space or line break, also inside words."""
    return "".join(text.split())
