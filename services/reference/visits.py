"""Which files feed the limits and templates of visits."""

from collections.abc import Iterator
from typing import Final

from services.models import VisitLimits, VisitTemplate
from wuhan_smes.reference import Folder, ReferenceTable, Values, source_text

NUMBERS: Final = (
    "late_after_days",
    "backdating_days",
    "amend_days",
    "often_a_month",
    "photos",
    "photo_kilobytes",
)


def limits(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("visit_limits.csv"):
        yield {
            "effective_from": line.required("effective_from"),
            **{name: line.whole(name) for name in NUMBERS},
            "source": source_text(line),
        }


def templates(folder: Folder) -> Iterator[Values]:
    for order, line in enumerate(folder.lines("visit_templates.csv"), 1):
        yield {
            "code": line.required("code"),
            "name": line.required("name"),
            "purposes": line.words("purposes"),
            "mode": line.required("mode"),
            "summary": line.text("summary"),
            "display_order": order,
            "source": source_text(line),
        }


TABLES: Final = (
    ReferenceTable("visit_limits", VisitLimits, ("effective_from",), limits),
    ReferenceTable("visit_templates", VisitTemplate, ("code",), templates),
)
