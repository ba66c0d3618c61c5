"""A briefing as a printed page, its figures links to their rows as in the paper."""

from wuhan_smes.operations.briefings.words import Briefing, Figure
from wuhan_smes.reporting.pdf import clean, typeset


def to_pdf(briefing: Briefing, site: str) -> bytes:
    """The same briefing gives the same bytes; `site` is the address of the product, "" for none."""
    told = {
        "kind": "briefing",
        "title": clean(briefing.title),
        "under": f"（{clean(briefing.unit)}，{briefing.span}）",
        "sections": [
            {
                "heading": section.heading,
                "paragraphs": [[_part(it, site) for it in words] for words in section.paragraphs],
            }
            for section in briefing.sections
        ],
        "definitions": [clean(text) for text in briefing.definitions],
    }
    return typeset(briefing.title, [told])


def _part(words: str | Figure, site: str) -> dict[str, str]:
    if isinstance(words, str):
        return {"text": clean(words), "url": ""}
    return {"text": words.text, "url": f"{site}{words.url}" if words.url and site else ""}
