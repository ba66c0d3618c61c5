"""Numbers of official documents 发文字号 (GB/T 9704): the year stands in 〔〕."""

import re
from typing import Final

from enterprises.rules.folding import folded, without_spaces

YEAR: Final = re.compile(r"[\[(〔【{〈《]((?:19|20)\d{2})[\])〕】}〉》]")


def normalise_document_no(text: str) -> str:
    """武政规[2022] 23号, 武政规【2022】23号 → 武政规〔2022〕23号; other text only loses spaces."""
    return YEAR.sub(r"〔\1〕", without_spaces(folded(text)), count=1)
