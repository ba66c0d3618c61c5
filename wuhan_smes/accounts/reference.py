"""Which files feed the units and the responsible agencies."""

from collections.abc import Iterator
from typing import Final

from wuhan_smes.accounts.models import Agency, Jurisdiction, StatutoryDistrict
from wuhan_smes.reference import Folder, ReferenceTable, Values, source_text


def jurisdictions(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("jurisdictions.csv"):
        yield {
            "code": line.required("code"),
            "name": line.required("name"),
            "short": line.required("short"),
            "kind": line.required("kind"),
            "parent": line.text("parent"),
            "statutory_code": line.text("statutory_code"),
            "aliases": line.words("aliases"),
            "display_order": line.whole("order"),
            "valid_from": line.day("valid_from"),
            "valid_until": line.day("valid_until"),
            "source": source_text(line),
        }


def statutory_districts(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("statutory_districts.csv"):
        yield {
            "code": line.required("code"),
            "name": line.required("name"),
            "unit": line.required("unit"),
            "unit_is_hint": line.required("unit_confidence") == "hint",
            "from_year": line.whole("valid_from_year"),
            "until_year": line.whole("until_year"),
            "successor": line.text("successor"),
            "source": source_text(line),
        }


def agencies(folder: Folder) -> Iterator[Values]:
    for order, line in enumerate(folder.lines("agencies.csv"), 1):
        yield {
            "code": line.required("code"),
            "name": line.required("name"),
            "kind": line.required("kind"),
            "jurisdiction": line.required("jurisdiction"),
            "aliases": line.words("aliases"),
            "display_order": order,
            "source": source_text(line, confidence="aliases_confidence"),
        }


TABLES: Final = (
    ReferenceTable(
        "jurisdictions", Jurisdiction, ("code",), jurisdictions, {"parent": "jurisdictions"}
    ),
    ReferenceTable(
        "statutory_districts",
        StatutoryDistrict,
        ("code",),
        statutory_districts,
        {"unit": "jurisdictions", "successor": "statutory_districts"},
    ),
    ReferenceTable("agencies", Agency, ("code",), agencies, {"jurisdiction": "jurisdictions"}),
)
