"""A sealed table against whatever is entered afterwards.

The full size: make long LONG=tests/reporting/test_ten_thousand_edits.py
"""

import os
from collections import Counter
from copy import copy
from datetime import date
from random import Random
from typing import Final

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from enterprises.choices import Tier
from enterprises.models import JurisdictionStay, Recognition
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from tests.reporting.test_reports import fetched, made, sealed
from wuhan_smes.reporting.canonical import canonical, fingerprint
from wuhan_smes.reporting.figuring import figured
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.reading import table_of
from wuhan_smes.reporting.reconciling import explained
from wuhan_smes.reporting.verification import digest_of, verified
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)
EDITS: Final = int(os.environ.get("REPORT_EDITS", "1000"))
FIRMS: Final = 60
ON: Final = date(2025, 7, 25)
TIERS: Final = (Tier.SRDI_SME, Tier.LITTLE_GIANT, Tier.UNICORN)
UNITS: Final = ("jiangan", "jiangxia", "hongshan")


@pytest.fixture
def city(monkeypatch):
    monkeypatch.setattr("wuhan_smes.jobs.outbox.ring", lambda: None)
    units = [make_unit(code) for code in UNITS]
    for n in range(FIRMS):
        award(make_enterprise(unit=units[n % 3], name=f"示例企业{n:03d}"), TIERS[n // 3 % 3])
    return make_access("bureau_staff")


def edit(rows, random: Random, at) -> int:
    """The next version of some of `rows`, a random one each; how many there were."""
    chosen = random.sample(list(rows), k=random.randint(FIRMS // 2, FIRMS))
    rows.filter(pk__in=[row.pk for row in chosen]).update(superseded_at=at)
    model, later = type(chosen[0]), []
    for row in chosen:
        new = copy(row)
        new.pk, new.recorded_at = None, at
        new._state = type(row._state)()
        change(new, random)
        later.append(new)
    model.objects.bulk_create(later)
    return len(later)


def change(row: Recognition | JurisdictionStay, random: Random) -> None:
    """A title becomes another, ends or comes back; a stay is another unit's."""
    if isinstance(row, JurisdictionStay):
        row.unit = make_unit(random.choice(UNITS))
        row.during = DateRange(date(random.choice((2020, 2024)), 1, 1), None)
        return
    row.version += 1
    row.document_no = f"示例〔2025〕{random.randint(1, 99)}号"
    row.tier = random.choice(TIERS)
    ended = random.random() < 0.3
    row.withdrawn_on, row.withdrawal_cause = (date(2025, 1, 1), "error") if ended else (None, "")


def standing() -> dict[str, tuple[str, str]]:
    """Unit and tier of each enterprise as the rows of now say, worked out one by one."""
    stays = {it.enterprise_id: it.unit.code for it in JurisdictionStay.objects.current()}
    titles = Recognition.objects.current().select_related("enterprise")
    return {
        it.enterprise.name: (stays[it.enterprise_id], it.tier)
        for it in titles
        if it.withdrawn_on is None or it.withdrawn_on > ON
    }


def test_a_sealed_table_stays_itself_and_its_correction_names_the_edits_that_matter(city):
    run = made(city, words={"on": ON.isoformat()})
    file = fetched(city, run, "xlsx")
    sealed(city, run)
    random = Random(8)
    with bootstrap_scope():
        before, edits = standing(), 0
        while edits < EDITS:
            rows = random.choice((Recognition, Recognition, JurisdictionStay)).objects.current()
            edits += edit(rows, random, timezone.now())
        after = standing()

    with scoped(city):
        again = figured(ReportRun.objects.get(pk=run.pk), city)
        assert fingerprint(canonical(again)) == run.sha256
        assert verified(run.number, digest_of([file])).is_intact
        assert verified(run.number, digest_of([file[:-1] + bytes([file[-1] ^ 1])])) is None
    assert fetched(city, run, "xlsx") == file
    second = made(city, words={"on": ON.isoformat()}, replaces=run.pk, reason="按现有数据更正")
    with scoped(city):
        told = explained(run, table_of(run), table_of(second), access=city, until=second.known_at)

    was, now = Counter(before.values()), Counter(after.values())
    cells = {(unit, tier.value) for unit in UNITS for tier in TIERS}
    changed = {
        (it.difference.key, it.difference.column_key): (it.difference.before, it.difference.after)
        for it in told
    }
    assert changed == {cell: (was[cell], now[cell]) for cell in cells if was[cell] != now[cell]}
    for it in told:
        cell = it.difference.key, it.difference.column_key
        moved = {
            name: (after.get(name) == cell) - (before.get(name) == cell)
            for name in {*before, *after}
        }
        assert {one.whom: one.change for one in it.causes} == {n: c for n, c in moved.items() if c}
