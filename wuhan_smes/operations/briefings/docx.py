"""A briefing as a paper: its figures are links to their rows."""

from collections.abc import Sequence
from typing import Final

from wuhan_smes.operations.briefings.words import Briefing, Figure
from wuhan_smes.reporting.official import (
    HEADING_FONT,
    PAGE,
    SMALL_LINE_HEIGHT,
    TEXT_FONT,
    TITLE_FONT,
    line,
    linked_line,
    packed,
)

TEXT: Final = 32
NOTE: Final = 24


def to_docx(briefing: Briefing, site: str) -> bytes:
    """The same briefing gives the same bytes; `site` is the address of the product, "" for none."""
    links: list[str] = []
    body = [
        line(briefing.title, TITLE_FONT, 44, align="center"),
        line(f"（{briefing.unit}，{briefing.span}）", TEXT_FONT, TEXT, align="center"),
        line("", TEXT_FONT, TEXT),
    ]
    for section in briefing.sections:
        body.append(line(section.heading, HEADING_FONT, TEXT, indent=True))
        body += [_sentence(it, links, site) for it in section.paragraphs]
    body.append(line("口径", HEADING_FONT, NOTE))
    body += [line(text, TEXT_FONT, NOTE, height=SMALL_LINE_HEIGHT) for text in briefing.definitions]
    return packed("".join(body) + PAGE, links)


def _sentence(words: Sequence[str | Figure], links: list[str], site: str) -> str:
    """Each figure with rows as a link, numbered in the order links are met."""
    parts: list[tuple[str, int | None]] = []
    for it in words:
        if isinstance(it, Figure) and it.url and site:
            links.append(f"{site}{it.url}")
            parts.append((it.text, len(links)))
        else:
            parts.append((it.text if isinstance(it, Figure) else it, None))
    return linked_line(parts, TEXT_FONT, TEXT)
