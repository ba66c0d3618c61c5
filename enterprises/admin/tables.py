"""Facts as small readable tables on a page of the admin."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING: Final = "暂无记录"


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString | str:
    """A table, or a sentence that there is nothing."""
    lines = list(rows)
    if not lines:
        return NOTHING
    return format_html(
        '<div class="overflow-x-auto"><table><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        format_html_join(
            "",
            '<th scope="col" class="pr-6 py-1 text-left">{}</th>',
            ((header,) for header in headers),
        ),
        format_html_join("", "<tr>{}</tr>", ((_cells(line),) for line in lines)),
    )


def _cells(line: Sequence[object]) -> SafeString:
    return format_html_join(
        "", '<td class="pr-6 py-1 align-top">{}</td>', ((cell,) for cell in line)
    )


def term(on: date, valid_to: date | None) -> str:
    """A span as people write it, with its inclusive last day."""
    return f"{on} 至 {valid_to}" if valid_to else f"{on} 起"
