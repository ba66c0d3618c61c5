"""What holds of every report of the catalogue, whatever happened to the firms it counts.

More worlds: REPORT_WORLDS=40 pytest tests/operations/test_every_report.py
"""

import os
from datetime import timedelta
from random import Random
from typing import Any, Final

import pytest
from django.utils import timezone

from tests.enterprises.titles import worlds
from tests.factories.accounts import make_access
from wuhan_smes.access import Access
from wuhan_smes.reporting.canonical import canonical
from wuhan_smes.reporting.catalogue import LongList, Report, catalogue
from wuhan_smes.reporting.sheet import NUMBERS, Sheet
from wuhan_smes.reporting.sources import find, words_of
from wuhan_smes.scope import bootstrap_scope, scoped

CITY: Final = Access.of_system("test")
WORLDS: Final = range(int(os.environ.get("REPORT_WORLDS", "1")))
FIRMS: Final = 8
ASKED: Final = {
    "on": worlds.DAYS[5].isoformat(),
    "from": worlds.DAYS[1].isoformat(),
    "to": worlds.DAYS[6].isoformat(),
    "by": "jurisdiction",
    "tier": "all",
}


@pytest.fixture(params=WORLDS)
def world(request, db):
    """A few firms with random histories in three units, told at three moments."""
    random = Random(request.param)
    with bootstrap_scope():
        frame = worlds.make_frame()
        for _ in range(FIRMS):
            worlds.tell(worlds.firm_plan(random), frame)
    return frame, random


def choices(report: Report, basis: str = "holder") -> dict[str, str]:
    """What is asked of a report here, where it has such a choice; its own defaults elsewhere."""
    known = {it.name: it for it in report.choices}
    words = {
        name: word
        for name, word in {**ASKED, "basis": basis}.items()
        if name in known and (not known[name].options or word in known[name].options)
    }
    return report.read(words, worlds.DAYS[5])


def built(report: Report, access: Access, known_at: Any = None, basis: str = "holder") -> Any:
    with scoped(access):
        found = report.built(access, choices(report, basis), known_at or timezone.now())
        if isinstance(found, LongList):
            rows = list(found.rows())
            return Sheet(found.title, found.columns, rows, "", "", total_label="")
        return found


def is_by_unit(sheet: Sheet) -> bool:
    """Whether its rows are the managing units."""
    return "管理单位" in [column.label for column in sheet.columns[:2]]


def numbers(sheet: Sheet) -> dict[str, int]:
    """The sum of each column of numbers."""
    return {
        column.key: sum(row[n] or 0 for row in sheet.rows)
        for n, column in enumerate(sheet.columns)
        if column.kind in NUMBERS
    }


@pytest.mark.parametrize("basis", ["holder", "highest"])
def test_in_every_report_figures_open_to_as_many_rows_and_districts_add_up_to_the_city(
    world, basis
):
    frame, _ = world
    districts = [make_access("district_staff", unit=unit) for unit in frame.units.values()]
    opened = 0
    for report in catalogue.open_to(CITY):
        sheet = built(report, CITY, basis=basis)
        for key, row in zip(sheet.keys, sheet.rows, strict=bool(sheet.keys)):
            for column, cell in zip(sheet.columns, row, strict=True):
                rows = report.opens(choices(report, basis), key, column.key)
                if rows is not None:
                    with scoped(CITY):
                        listed = find(rows.source).listed(words_of(rows.words), CITY)
                        assert listed.rows.count() == cell, (report.name, key, column.label)
                    opened += bool(cell)
        if is_by_unit(sheet):
            parts = [numbers(built(report, access, basis=basis)) for access in districts]
            for name, whole in numbers(sheet).items():
                assert sum(part[name] for part in parts) == whole, (report.name, name)
    assert opened


def test_every_report_that_can_tell_comes_out_the_same_again_and_explains_what_changed(
    world, monkeypatch
):
    frame, random = world
    cut = timezone.now()
    report, early = catalogue.get("tier-table"), worlds.moment(0)
    before, after = built(report, CITY, early), built(report, CITY, cut)
    for key, old, new in zip(before.keys, before.rows, after.rows, strict=True):
        for column, was, now in zip(before.columns, old, new, strict=True):
            if key in worlds.UNITS and column.kind in NUMBERS:
                with scoped(CITY):
                    causes = report.explains(CITY, choices(report), key, column.key, early, cut)
                assert sum(it.change for it in causes) == now - was
                whom = {it.whom for it in causes}
                assert len(whom) == len(causes)
                assert "已迁出本单位的企业" not in whom  # the city sees every one of them
    told = {it.name: canonical(built(it, CITY, cut)) for it in catalogue.open_to(CITY)}
    monkeypatch.setattr(worlds, "moment", lambda n: cut + timedelta(hours=1, minutes=n))
    with bootstrap_scope():
        for _ in range(FIRMS):
            worlds.tell(worlds.firm_plan(random), frame)

    for report in catalogue.open_to(CITY):
        assert report.definition.text
        if report.is_as_known:
            assert canonical(built(report, CITY, cut)) == told[report.name], report.name
