"""A list of each kind as bureaus send it: what is made of it is kept in golden/, cell by cell.

`UPDATE_GOLDEN=1 pytest tests/operations/lists` writes the files anew; review the difference.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import timezone

from enterprises.choices import Tier
from tests.exchange.driving import NOW, again, rows_of, work
from tests.factories.accounts import make_access, make_agency, make_station
from tests.factories.enterprises import make_enterprise, make_place
from tests.factories.titles import make_title
from tests.operations.lists.papers import CODES, NAMES, PAPERS
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.actions import mapping, uploads
from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.reading import look as looking
from wuhan_smes.exchange.reading import parser_process
from wuhan_smes.exchange.reading.reader import Reading
from wuhan_smes.exchange.reading.spec import Spec
from wuhan_smes.scope import scoped

GOLDEN: Final = Path(__file__).with_name("golden")
OF_THE_CITY: Final = frozenset({"recognitions", "reviews", "scale_status"})


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process: two dozen children would take longer than all the rest."""

    def look(path: Path, spec: dict[str, Any]) -> dict[str, Any]:
        return looking.look(Spec.of({**spec, "path": str(path)}))

    @contextmanager
    def rows(path: Path, spec: dict[str, Any]) -> Iterator[Iterator[bytes]]:
        yield Reading(Spec.of({**spec, "path": str(path)})).lines()

    monkeypatch.setattr(parser_process, "look", look)
    monkeypatch.setattr(parser_process, "rows", rows)


@pytest.fixture
def district(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Jurisdiction:
    """Five enterprises, three of them with a base title, and whatever lists speak of."""
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    unit = Jurisdiction.objects.get(code="jiangxia")
    made = [
        make_enterprise(unit=unit, name=name, uscc=code)
        for name, code in zip(NAMES, CODES, strict=False)
    ]
    for enterprise in made:
        make_title(
            enterprise,
            Tier.INNOVATIVE_SME,
            valid_from=date(2023, 2, 1),
            valid_until=date(2026, 2, 1),
        )
    make_place("street", unit=unit, name="示例街道")
    make_place("park", unit=unit, name="示例产业园")
    make_station(unit, name="示例服务站")
    make_agency(name="示例供电公司")
    return unit


def test_a_real_list_of_each_kind_is_read_and_judged_as_a_person_would(
    district: Jurisdiction, tmp_path: Path
) -> None:
    district_lead, bureau = make_access("district_lead", unit=district), make_access("bureau_staff")
    wrong = {}
    for kind in PAPERS:
        found = made_of(kind, bureau if kind in OF_THE_CITY else district_lead, tmp_path)
        path = GOLDEN / f"{kind}.json"
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        if found != json.loads(path.read_text("utf-8")):
            wrong[kind] = found

    assert wrong == {}


def made_of(kind: str, access: Access, folder: Path) -> dict[str, Any]:
    """What the product says of the paper: its columns, its questions, and every row."""
    began = timezone.now()
    paper, answers = PAPERS[kind]
    name, content = paper(folder)
    with scoped(access):
        import_ = uploads.upload(kind=kind, file_name=name, pieces=[content], access=access, at=NOW)
    work()
    import_ = again(import_, access)
    seen = seen_of(import_)
    if import_.state == ImportState.MAPPING:
        with scoped(access):
            mapping.confirm(
                import_.pk, access=access, at=NOW, columns=import_.columns, answers=answers
            )
        work()
    judged = {timezone.localdate(at).isoformat() for at in (began, timezone.now())}
    return {**seen, "rows": [row_of(row, judged) for row in rows_of(import_, access)]}


def seen_of(import_: Import) -> dict[str, Any]:
    (sheet,) = import_.layout["sheets"]
    (table,) = sheet["tables"]
    return {
        "file": import_.file_name,
        "header_row": table["header_row"],
        "columns": {it["text"]: it["proposal"] or "" for it in table["headers"]},
        "notes": table["notes"],
        "sections": table["sections"],
        "left_out": [it["text"] for it in table["left_out"]],
        "asked": {it["field"]: it["proposed"] for it in import_.layout["questions"]},
    }


def row_of(row: Any, judged: set[str]) -> dict[str, Any]:
    """A row as it was judged; the day it was judged on, kept as a value, is named and not dated."""
    return {
        "line": row.line,
        "verdict": row.verdict,
        "values": row.values,
        "changes": {
            field: ["当日" if it in judged else it for it in pair]
            for field, pair in row.changes.items()
        },
        "faults": [[it["field"], it["detail"]] for it in row.faults],
    }
