"""What holds of every report of the catalogue, whatever happened to the firms it counts.

More worlds: REPORT_WORLDS=40 pytest tests/operations/test_every_report.py
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

import pytest
from django.utils import timezone

from measures.actions.flow import paying, recovering
from measures.models import Entitlement
from services.choices.tickets import TicketState
from tests.enterprises.titles import worlds
from tests.factories.accounts import make_access
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, Office
from tests.factories.promises import make_entitlement
from tests.factories.tickets import make_ticket
from tests.factories.titles import make_title
from tests.factories.visits import make_visit
from tests.walls.seeding import seed
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.reporting.canonical import canonical
from wuhan_smes.reporting.catalogue import Report, catalogue
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.members import members_of
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.reconciling import explained as explained_cells
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


# Asked of what happens day by day, which the seeds tell of some weeks in one spring.
DAILY: Final = {
    "on": "2026-03-10",
    "from": "2024-01-01",
    "to": "2026-12-31",
    "year": "2024",
    "by": "jurisdiction",
}
ENDING: Final = ("srdi_sme", "little_giant", "tech_sme")
EARLIEST: Final = datetime(2024, 2, 1, 2, tzinfo=UTC)
OF_HISTORIES: Final = {"tier-table", "tier-flows", "expiry-table", "expiry-ledger", "title-list"}


@pytest.fixture(params=WORLDS)
def world(request, db):
    """A few firms with random histories in three units, told at three moments, and one row of
    everything else for each unit.
    """
    random = Random(request.param)
    with bootstrap_scope():
        frame = worlds.make_frame()
        for _ in range(FIRMS):
            worlds.tell(worlds.firm_plan(random), frame)
    for unit in frame.units.values():
        seed(unit, None)
        pass_days(unit, random)
    return frame, random


def pass_days(unit: Jurisdiction, random: Random) -> None:
    """What happens day by day in a unit: problems in any state, calls, titles about to end."""
    for _ in range(random.randint(0, 3)):
        firm = make_enterprise(unit=unit)
        at = EARLIEST + timedelta(hours=random.randint(0, 24 * 900))
        by = {"rank": "department"} if random.random() < 0.5 else {}
        make_visit(firm, visited_at=at, **by)
        state = random.choice(TicketState.values[1:])
        channel = random.choice(("visit", "letter", "hotline_12345"))
        make_ticket(state, enterprise=firm, received_at=at, channel=channel)
        ends = worlds.DAYS[5] + timedelta(days=random.randint(-30, 200))
        make_title(firm, random.choice(ENDING), valid_from=date(2023, 1, 1), valid_until=ends)
    pass_money(unit, random)


def pass_money(unit: Jurisdiction, random: Random) -> None:
    """What is owed in a unit: lines of any amount, each as far on its way as chance takes it."""
    office = Office(unit=unit)
    for take in random.choices(WAYS, k=random.randint(1, 3)):
        amount = Decimal(random.randint(100, 10**8)) / 100
        take(office, office.line(gross=amount, payable=amount), random)


def bounced(office: Office, line: Entitlement, random: Random) -> None:
    """Approved, sent, and come back."""
    batch = office.confirmed([line])
    office.approve(batch)
    (payment,) = office.release(batch)
    with scoped(office.finance):
        paying.bounce(payment, access=office.finance, at=AT, on=AT.date(), cause="账号有误")


def claimed_back(office: Office, line: Entitlement, random: Random) -> None:
    """Paid, and some of it asked for and given back."""
    office.paid([line])
    asked = Decimal(random.randint(1, int(line.payable))) if line.payable >= 1 else line.payable
    with scoped(office.finance_lead):
        row = recovering.claw_back(
            line.pk,
            access=office.finance_lead,
            at=AT,
            cause="不实",
            decision_no="决1号",
            decided_on=AT.date(),
            due_on=AT.date() + timedelta(9),
            principal=asked,
        )
    with scoped(office.finance):
        recovering.receive(row.pk, access=office.finance, at=AT, principal=asked / 2)


WAYS: Final = (
    lambda office, line, random: None,
    lambda office, line, random: office.checked([line]),
    lambda office, line, random: office.noticed([line]),
    lambda office, line, random: office.approve(office.confirmed([line])),
    lambda office, line, random: office.paid([line]),
    bounced,
    claimed_back,
)


def choices(report: Report, **more: str) -> dict[str, str]:
    """What is asked of a report here, where it has such a choice; its own defaults elsewhere."""
    known = {it.name: it for it in report.choices}
    asked = ASKED if report.name in OF_HISTORIES else DAILY
    words = {
        name: word
        for name, word in {**asked, **more}.items()
        if name in known and (not known[name].options or word in known[name].options)
    }
    return report.read(words, worlds.DAYS[5])


def built(report: Report, access: Access, known_at: Any = None, **more: str) -> Any:
    with scoped(access):
        found = report.built(access, choices(report, **more), known_at or timezone.now())
        if isinstance(found, LongList):
            rows = list(found.rows())
            return Sheet(found.title, found.columns, rows, "", "", total_label="")
        return found


def rows_of(report: Report, sheet: Sheet, asked: dict[str, str]) -> Iterator[tuple[str, Any]]:
    """Each row with its key, the total row with its own where it has one."""
    yield from zip(sheet.keys, sheet.rows, strict=bool(sheet.keys))
    if sheet.total_label and asked.get("tier") != "all" and (key := report.total_key(asked)):
        yield key, sheet.total_row()


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


def some(random: Random) -> bool:
    """Of the many cells with nothing in them a few are opened."""
    return random.random() < 0.02


def come_to(rows: Any, adds: str) -> Any:
    """What rows behind a figure count to, or sum up to."""
    return sum(rows.values_list(adds, flat=True)) if adds else rows.count()


def another_cut(report: Report, random: Random) -> dict[str, str]:
    """Rows by something else than the unit, of one tier alone: which, chance says."""
    known = {it.name: it for it in report.choices}
    offered = {name: [*known[name].options] for name in ("by", "tier") if name in known}
    return {
        name: random.choice([it for it in every if it != "all"]) for name, every in offered.items()
    }


@pytest.mark.parametrize("asked", ["holder", "highest", "another cut"])
def test_in_every_report_figures_open_to_as_many_rows_and_districts_add_up_to_the_city(
    world, asked
):
    frame, random = world
    districts = [make_access("district_staff", unit=unit) for unit in frame.units.values()]
    opened: Counter[str] = Counter()
    for report in catalogue.open_to(CITY):
        more = another_cut(report, random) if asked == "another cut" else {"basis": asked}
        if asked != "holder" and not more.keys() & {it.name for it in report.choices}:
            continue
        sheet, words = built(report, CITY, **more), choices(report, **more)
        for key, row in rows_of(report, sheet, words):
            for column, cell in zip(sheet.columns, row, strict=True):
                rows = report.opened(words, key, column.key)
                if rows is not None and isinstance(cell, int | Decimal) and (cell or some(random)):
                    with scoped(CITY):
                        listed = find(rows.source).listed(words_of(rows.words), CITY)
                        adds = getattr(report.behind.get(column.key), "adds", "")
                        found = come_to(listed.rows, adds)
                    assert found == cell, (report.name, words, key, column.label)
                    opened[report.name] += bool(cell)
        # A move between units is a change of theirs; where rows are no units, the city has none.
        if is_by_unit(sheet) or report.name == "tier-table":
            parts = [numbers(built(report, access, **more)) for access in districts]
            for name, whole in numbers(sheet).items():
                assert sum(part[name] for part in parts) == whole, (report.name, words, name)
    assert {"tier-table", "tier-flows"} <= {name for name, count in opened.items() if count}
    if asked != "highest":  # money is not counted by rungs
        assert opened["money-table"] > len(frame.units)


def test_every_figure_that_changed_is_explained_by_causes_that_add_up_to_the_change(world):
    frame, _ = world
    early, cut = worlds.moment(0), timezone.now()
    explained = Counter()
    for report in catalogue.open_to(CITY):
        asked = choices(report)
        if report.is_as_known:
            before, after = built(report, CITY, early), built(report, CITY, cut)
            run, kept = ReportRun(report=report.name, params=asked, known_at=early), None
        else:
            before = built(report, CITY)
            with scoped(CITY):
                kept = members_of(report, CITY, asked, before)
            run = ReportRun(report=report.name, params=asked, members=kept)
            with bootstrap_scope():
                happen(frame)
            after = built(report, CITY)
            assert (kept is None) == (not report.behind or not before.keys)
        with scoped(CITY):
            for it in explained_cells(run, before, after, access=CITY, until=cut):
                column = it.difference.column_key
                if column in report.behind:
                    change = (it.difference.after or 0) - (it.difference.before or 0)
                    assert sum(one.change for one in it.causes) == change, (report.name, column)
                    explained[report.name] += 1
    assert {*("tier-table", "tier-flows", "service-table", "expiry-table", "money-table")} <= set(
        explained
    )


def happen(frame) -> None:
    """One more of what is counted day by day, in one unit."""
    unit = frame.units["jiangan"]
    firm = make_enterprise(unit=unit)
    make_ticket("collected", enterprise=firm, channel="visit")
    make_visit(firm, rank="department")
    make_title(firm, valid_from=date(2024, 1, 1), valid_until=worlds.DAYS[5] + timedelta(20))
    make_entitlement(firm, gross=Decimal("1234.56"), payable=Decimal("1234.56"))


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
