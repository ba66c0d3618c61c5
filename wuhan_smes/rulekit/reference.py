"""Which file feeds the rules. A version that is there is never changed: the file says another."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from wuhan_smes.reference import Folder, Line, ReferenceTable, Values, source_text
from wuhan_smes.rulekit import reading
from wuhan_smes.rulekit.checking import check, check_together
from wuhan_smes.rulekit.choices import Layer
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.rulekit.models import Criterion, RuleSet
from wuhan_smes.rulekit.versions import columns_of

FILE: Final = "rule_sets.json"


def rule_sets(folder: Folder) -> Iterator[Values]:
    """Every version, checked before anything is loaded."""
    lines = list(folder.lines(FILE))
    read = [reading.rules(line.cells) for line in lines]
    for one in read:
        check(one, declared())
    check_together(read)
    for line in lines:
        until = line.day("effective_to")
        yield {
            **{name: line.required(name) for name in ("code", "tier", "name", "document_no")},
            **{name: line.text(name) for name in ("overrides", "recogniser", "scope")},
            "version": line.whole("version") or 1,
            "layer": line.cells.get("layer", Layer.NATIONAL),
            "related_documents": line.words("related_documents"),
            "effective_from": line.required("effective_from"),
            "effective_until": until and until + timedelta(days=1),
            "uses": line.cells.get("uses", []),
            "valid_months": line.whole("valid_months"),
            "passing": line.cells.get("passing", {}),
            "scoring": line.cells.get("scoring"),
            "terms": line.cells.get("terms", {}),
            "source": source_text(line),
        }


def criteria(folder: Folder) -> Iterator[Values]:
    for line in folder.lines(FILE):
        for ordinal, one in enumerate(_criteria(line), 1):
            yield {
                "rule_set": f"{line.required('code')}/{line.whole('version') or 1}",
                "ordinal": ordinal,
                **columns_of(one),
            }


def _criteria(line: Line) -> list[dict[str, Any]]:
    found = line.cells.get("criteria")
    if not isinstance(found, list):
        raise line.refused("criteria", "应为条款列表")
    return found


TABLES: Final = (
    ReferenceTable("rule_sets", RuleSet, ("code", "version"), rule_sets, final=True),
    ReferenceTable(
        "criteria",
        Criterion,
        ("rule_set", "code"),
        criteria,
        references={"rule_set": "rule_sets"},
        final=True,
    ),
)
