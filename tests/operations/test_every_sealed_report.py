"""Every report that can be sealed against whatever is entered, corrected and taken away afterwards.

The full size: make long LONG=tests/operations/test_every_sealed_report.py
"""

import json
import os
from collections import Counter
from datetime import date
from random import Random
from typing import Any, Final

import pytest
from django.utils import timezone

from enterprises.models import Recognition
from tests.factories.accounts import make_access
from tests.operations.edits import Editor
from tests.operations.test_every_report import choices, world
from tests.reporting.test_handing_in import act, table
from tests.reporting.test_reports import fetched, made, sealed
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.actions import handing
from wuhan_smes.reporting.canonical import canonical, fingerprint, sheet_of
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.figuring import figured
from wuhan_smes.reporting.layouts import drawn, layouts_of
from wuhan_smes.reporting.models import HandIn, ReportRun
from wuhan_smes.reporting.reading import table_of
from wuhan_smes.reporting.reconciling import explained
from wuhan_smes.reporting.verification import digest_of, verified
from wuhan_smes.scope import bootstrap_scope, scoped

__all__ = ["world"]  # the fixture of the tests over the catalogue
pytestmark = pytest.mark.django_db(transaction=True)
EDITS: Final = int(os.environ.get("REPORT_EDITS", "400"))
AT_ONCE: Final = 50  # tries in one transaction
ON: Final = "2024-05-30"


@pytest.fixture(autouse=True)
def silence(monkeypatch):
    """No broker is rung for what these tests do themselves."""
    monkeypatch.setattr("wuhan_smes.jobs.outbox.ring", lambda: None)


def handed_in(city: Access, frame: Any) -> dict[str, str]:
    """A period of which two units handed in and the city accepted one; how it is asked for."""
    words = {"on": ON}
    period = act(
        handing.open_period,
        city,
        "tier-table",
        name="2024年5月",
        words=words,
        due_on=timezone.localdate(),
    )
    for code in ("jiangan", "jianghan"):
        district = make_access("district_staff", unit=frame.units[code])
        row = HandIn.objects.get(period=period, jurisdiction__code=code)
        act(handing.hand_in, district, row.pk, run_id=table(district, words=words).pk)
        if code == "jiangan":
            act(handing.accept, city, row.pk)
    return {"period": str(period.pk)}


def cells(run: ReportRun) -> dict[tuple[str, int, str], str]:
    """Each cell as the kept bytes say it, by row and column."""
    head, *rows, foot = map(json.loads, bytes(run.body).splitlines())
    seen: Counter[str] = Counter()
    found = {}
    for n, row in enumerate(rows):
        key = foot["keys"][n] if foot["keys"] else str(row[0])
        seen[key] += 1
        for column, cell in zip(head["columns"], row, strict=True):
            found[key, seen[key], column["key"]] = json.dumps(cell, sort_keys=True)
    return found


def spoilt(file: bytes, random: Random) -> bytes:
    """The file with one byte of it changed."""
    at = random.randrange(len(file))
    return file[:at] + bytes([file[at] ^ random.randint(1, 255)]) + file[at + 1 :]


def strike_titles(on: date) -> None:
    """What was held that day turns out never to have been, so that something surely differs."""
    with bootstrap_scope():
        held = Recognition.objects.filter(superseded_at=None, in_force__contains=on)
        assert held.update(superseded_at=timezone.now())


def test_whatever_is_edited_a_sealed_report_stays_and_its_correction_tells_what_matters(world):
    frame, random = world
    city = make_access("bureau_staff")
    assert city.holds(Capability.REPORT_SEAL)
    asked = {it.name: (it, choices(it)) for it in catalogue.open_to(city)}
    assert asked.keys() == {it.name for it in catalogue.listed()}
    asked["collected"] = catalogue.get("collected"), handed_in(city, frame)
    runs, files = {}, {}
    for name, (_, words) in asked.items():
        runs[name] = sealed(city, made(city, name=name, words=words))
        layouts = layouts_of(runs[name].row_count)
        files[name] = {layout: fetched(city, runs[name], layout) for layout in layouts}

    with bootstrap_scope():
        editor = Editor(random)
    edits = tries = 0
    while edits < EDITS:
        with bootstrap_scope():
            edits += sum(editor.edit() for _ in range(AT_ONCE))
        tries += AT_ONCE
        assert tries < 50 * EDITS
    strike_titles(date.fromisoformat(asked["tier-table"][1]["on"]))

    changed: Counter[str] = Counter()
    for name, (report, words) in asked.items():
        run = ReportRun.objects.get(pk=runs[name].pk)
        body = bytes(run.body)
        assert (run.sha256, run.prints) == (runs[name].sha256, runs[name].prints)
        assert fingerprint(body) == run.sha256 == fingerprint(canonical(sheet_of(body)))
        with scoped(city):
            if report.is_as_known:
                assert fingerprint(canonical(figured(run, city))) == run.sha256, name
            assert verified(run.number, run.sha256).is_intact
            assert verified(run.number, digest_of([spoilt(body, random)])) is None
            for layout, file in files[name].items():
                assert drawn(table_of(run), layout) == file, (name, layout)
                assert verified(run.number, digest_of([file])).matches == layout
                assert verified(run.number, digest_of([spoilt(file, random)])) is None
        second = made(city, name=name, words=words, replaces=run.pk, reason="按现有数据更正")
        assert (second.version, second.replaces_id) == (2, run.pk)
        was, now = cells(run), cells(second)
        every = was.keys() | now.keys()
        differing = {it for it in every if was.get(it, "null") != now.get(it, "null")}
        with scoped(city):
            told = explained(
                run,
                table_of(run),
                table_of(second),
                access=city,
                until=second.known_at,
                later=second,
            )
        assert Counter((it.difference.key, it.difference.column_key) for it in told) == Counter(
            (key, column) for key, _, column in differing
        ), name
        for it in told:
            if it.causes:
                before, after = it.difference.before or 0, it.difference.after or 0
                assert sum(one.change for one in it.causes) == after - before, (name, it)
        changed[name] = len(told)
    print(f"{edits} edits in {tries} tries; cells that differ: {dict(changed)}")
    assert changed["tier-table"]
    assert sum(changed.values()) > changed["tier-table"]
    assert changed["collected"] == 0
