"""From an opened period to the city's table: sealed, sent back, accepted, corrected, added up."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from enterprises.choices import Tier
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.races import race
from tests.reporting.test_reports import docx_text
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.jobs.running import run as do
from wuhan_smes.reporting.actions import handing, packets, reports
from wuhan_smes.reporting.cells import Gap
from wuhan_smes.reporting.models import Export, HandIn, ReportPeriod, ReportRun
from wuhan_smes.reporting.reading import table_of
from wuhan_smes.reporting.reconciling import reconciled
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"on": "2025-07-25"}
DUE = date(2099, 1, 1)


@pytest.fixture(autouse=True)
def silence(monkeypatch):
    """No broker is rung for what these tests do themselves."""
    monkeypatch.setattr("wuhan_smes.jobs.outbox.ring", lambda: None)


@pytest.fixture
def jiangxia():
    return make_unit("jiangxia")


@pytest.fixture
def city():
    return make_access("bureau_staff")


@pytest.fixture
def district(jiangxia):
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME)
    return make_access("district_staff", unit=jiangxia)


@pytest.fixture
def period(city):
    return act(handing.open_period, city, "tier-table", name="2025年7月", words=WORDS, due_on=DUE)


@pytest.fixture
def mine(period, jiangxia):
    return HandIn.objects.get(period=period, jurisdiction=jiangxia)


def act(do_it, access, *args, **words):
    with scoped(access):
        return do_it(*args, access=access, at=timezone.now(), **words)


def table(access, name="tier-table", words=WORDS, **more) -> ReportRun:
    run = act(reports.order, access, name, words=words, layout="xlsx", **more)
    do(run.job_id)
    return ReportRun.objects.get(pk=run.pk)


def summed(city, period):
    return table_of(table(city, "collected", {"period": str(period.pk)}))


def cell(sheet, unit, key="srdi_sme"):
    row = next(row for row in [*sheet.rows, sheet.total_row()] if row[0] == unit)
    return row[[column.key for column in sheet.columns].index(key)]


@pytest.mark.covers("reporting.handing.open_period", "works")
@pytest.mark.covers("reporting.handing.hand_in", "works", "refused")
@pytest.mark.covers("reporting.handing.send_back", "works", "refused")
@pytest.mark.covers("reporting.handing.accept", "works", "refused")
def test_a_table_is_sealed_sent_back_made_anew_accepted_and_corrected_by_a_second_version(
    city, district, period, mine, jiangxia
):
    hongshan = make_access("district_staff", unit=make_unit("hongshan"))
    first = table(district)
    other = table(district, words={"on": "2024-07-25"})
    with pytest.raises(TransitionRefused, match="待报送"):
        act(handing.accept, city, mine.pk)
    with pytest.raises(ActionRefused, match="不是按"):
        act(handing.hand_in, district, mine.pk, run_id=other.pk)
    act(handing.hand_in, district, mine.pk, run_id=first.pk)
    with pytest.raises(TransitionRefused, match="报送"):
        act(handing.hand_in, district, mine.pk, run_id=first.pk)
    with pytest.raises(InputRefused, match="退回原因"):
        act(handing.send_back, city, mine.pk, reason=" ")
    act(handing.send_back, city, mine.pk, reason="漏了一家")
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME, recorded_at=timezone.now())
    second = table(district)
    act(handing.hand_in, district, mine.pk, run_id=second.pk)
    act(handing.accept, city, mine.pk)

    theirs = HandIn.objects.get(period=period, jurisdiction__code="hongshan")
    one = summed(city, period)
    act(handing.hand_in, hongshan, theirs.pk, run_id=table(hongshan).pk)
    act(handing.accept, city, theirs.pk)
    with pytest.raises(ActionRefused, match="更正"):
        act(handing.hand_in, district, mine.pk, run_id=table(district).pk)
    third = table(district, replaces=second.pk, reason="核减")
    act(handing.hand_in, district, mine.pk, run_id=third.pk)
    two = summed(city, period)

    assert (cell(one, "江夏区"), cell(one, "洪山区")) == (2, Gap.NOT_REPORTED)
    assert cell(one, "合计") == 2
    assert "洪山区" in one.notes[0]
    assert (cell(two, "江夏区"), cell(two, "洪山区"), cell(two, "合计")) == (2, 0, 2)
    mine.refresh_from_db()
    assert (mine.run_id, mine.accepted_run_id, mine.state) == (third.pk, second.pk, "handed")
    assert [step.move for step in mine.steps.order_by("at")] == [
        *("hand_in", "send_back", "hand_in", "accept", "hand_in")
    ]
    assert ReportRun.objects.get(pk=first.pk).sealed_by_name == district.actor_name
    kinds = AuditEvent.objects.filter(target="reporting.handin", target_id=mine.pk)
    assert kinds.filter(kind="report.sent_back").get().changes["reason"] == "漏了一家"


@pytest.mark.covers("reporting.packets.take_packet", "works", "refused", "reach", "capability")
@pytest.mark.covers("reporting.packets.take_packet", "race")
def test_what_is_handed_in_is_taken_out_as_one_file_with_its_letter_and_its_changes(
    city, district, mine, jiangxia
):
    take = partial(packets.take_packet, mine.pk, access=district, at=timezone.now())
    with pytest.raises(ActionRefused, match="尚未报送"):
        act(packets.take_packet, district, mine.pk)
    first = table(district)
    act(handing.hand_in, district, mine.pk, run_id=first.pk)
    with pytest.raises(InputRefused):
        act(packets.take_packet, district, mine.pk, layout="xlsx")
    with pytest.raises(HandIn.DoesNotExist):
        act(packets.take_packet, make_access("district_staff", unit=make_unit("hongshan")), mine.pk)
    with pytest.raises(NotPermitted):
        act(packets.take_packet, make_access("finance"), mine.pk)
    assert race(take, take, as_first=district, as_second=district) == ("done", "done")
    act(handing.accept, city, mine.pk)
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME, recorded_at=timezone.now())
    again = table(district, replaces=first.pk, reason="补录一家")
    act(handing.hand_in, district, mine.pk, run_id=again.pk)

    page = act(packets.take_packet, city, mine.pk)
    paper = docx_text(act(packets.take_packet, city, mine.pk, layout="docx").content)
    assert page.content.startswith(b"%PDF-")
    assert page.file_name.endswith(f"{again.number}.pdf")
    for words in ("关于报送梯度培育企业数量统计表（2025年7月）的函", "附件1", "附件2", "补录一家"):
        assert words in paper
    exports = Export.objects.filter(list=f"hand-in:{mine.pk}").order_by("pk")
    assert [it.layout for it in exports] == ["pdf", "pdf", "pdf", "docx"]
    assert len({it.ordinal for it in exports}) == 4


def test_a_sealed_table_says_enterprise_by_enterprise_why_the_count_is_another_by_now(
    district, jiangxia, mine
):
    run = table(district)
    award(
        make_enterprise(unit=jiangxia, name="示例补录光电"),
        Tier.SRDI_SME,
        recorded_at=timezone.now(),
    )
    city = make_access("bureau_staff")

    for access in (district, city):
        with scoped(access):
            found = reconciled(run, access=access, at=timezone.now())
        (one,) = found
        assert (one.difference.column, one.difference.before, one.difference.after) == (
            "专精特新",
            1,
            2,
        )
        assert [(it.whom, it.what, it.change) for it in one.causes] == [
            ("示例补录光电", "补记称号", 1)
        ]


@pytest.mark.covers("reporting.handing.open_period", "refused", "capability", "reach")
@pytest.mark.covers("reporting.handing.hand_in", "capability", "reach")
@pytest.mark.covers("reporting.handing.send_back", "capability", "reach")
@pytest.mark.covers("reporting.handing.accept", "capability", "reach")
def test_who_lacks_the_right_or_the_unit_neither_opens_hands_in_nor_accepts(
    city, district, period, mine
):
    run = table(district)
    hongshan = make_access("district_staff", unit=make_unit("hongshan"))
    auditor = make_access("auditor")
    opened = partial(act, handing.open_period, words=WORDS, due_on=DUE)

    with pytest.raises(ActionRefused, match="已开设"):
        opened(city, "tier-table", name="2025年7月")
    for words in ({"name": " "}, {"name": "早", "due_on": date(2020, 1, 1)}):
        with pytest.raises(InputRefused):
            act(handing.open_period, city, "tier-table", **{"words": WORDS, "due_on": DUE} | words)
    for access in (district, auditor):
        with pytest.raises(NotPermitted):
            opened(access, "tier-flows", name="2025年7月")
        with pytest.raises(NotPermitted):
            act(handing.accept, access, mine.pk)
        with pytest.raises(NotPermitted):
            act(handing.send_back, access, mine.pk, reason="不符")
    with pytest.raises(NotPermitted):
        act(handing.hand_in, auditor, mine.pk, run_id=run.pk)
    with pytest.raises(HandIn.DoesNotExist):
        act(handing.hand_in, hongshan, mine.pk, run_id=run.pk)
    only_there = make_access("bureau_staff", unit=make_unit("hongshan"))
    with pytest.raises(ActionRefused, match="市级"):
        opened(only_there, "tier-flows", name="2025年7月")
    for move in (handing.accept, partial(handing.send_back, reason="不符")):
        with pytest.raises(HandIn.DoesNotExist):
            act(move, only_there, mine.pk)


@pytest.mark.covers("reporting.handing.open_period", "race")
@pytest.mark.covers("reporting.handing.hand_in", "race")
@pytest.mark.covers("reporting.handing.send_back", "race")
@pytest.mark.covers("reporting.handing.accept", "race")
def test_of_two_at_once_the_second_finds_it_done(city, district, period, mine):
    run, now = table(district), timezone.now()
    by_city, by_unit = {"access": city, "at": now}, {"access": district, "at": now}
    opening = partial(
        handing.open_period, "tier-flows", name="7月", words={}, due_on=DUE, **by_city
    )
    handing_in = partial(handing.hand_in, mine.pk, run_id=run.pk, **by_unit)
    accepting = partial(handing.accept, mine.pk, **by_city)
    returning = partial(handing.send_back, mine.pk, reason="不符", **by_city)

    outcomes = [
        race(opening, opening, as_first=city, as_second=city),
        race(handing_in, handing_in, as_first=district, as_second=district),
        race(returning, accepting, as_first=city, as_second=city),
    ]
    act(handing.hand_in, district, mine.pk, run_id=run.pk)
    outcomes.append(race(accepting, returning, as_first=city, as_second=city))

    assert outcomes == [("done", "refused"), *([("done", "transition_refused")] * 3)]


def test_the_database_refuses_a_hand_in_that_must_not_be(district, mine):
    run = table(district)
    for values, constraint in (
        ({"state": "handed"}, "hand_in_has_a_table_once_handed"),
        ({"state": "accepted", "run": run}, "hand_in_accepted_as_handed"),
        ({"state": "nonsense", "run": run}, "hand_in_state_known"),
    ):
        refused = pytest.raises(IntegrityError, match=constraint)
        with bootstrap_scope(), refused, transaction.atomic():
            HandIn.objects.filter(pk=mine.pk).update(**values)


def test_on_the_pages_a_period_is_opened_reminded_of_handed_in_and_added_up(client, jiangxia):
    bureau, staff = make_user("bureau_staff"), make_user("district_staff", unit=jiangxia)
    client.force_login(bureau)
    assert client.post("/reports/tier-table/open-period/", {"name": ""}).status_code == 400
    client.post(
        "/reports/tier-table/open-period/",
        {"name": "2025年7月", "due_on": timezone.localdate() + timedelta(3), "on": "2025-07-25"},
    )
    row = HandIn.objects.get(jurisdiction=jiangxia)
    address = f"/reports/hand-ins/{row.pk}/"

    client.force_login(staff)
    assert address in client.get("/").content.decode()
    assert "待报送" in client.get("/reports/hand-ins/").content.decode()
    client.post(f"{address}make/")
    run = ReportRun.objects.get()
    do(run.job_id)
    assert "没有差异" in client.get(address).content.decode()
    client.post(f"{address}send/", {"run": run.pk})
    client.force_login(bureau)
    assert "待复核" in client.get("/").content.decode()
    client.post(f"{address}return/", {"reason": ""})
    client.post(f"{address}accept/")
    client.post(f"/reports/periods/{row.period_id}/")
    total = ReportRun.objects.get(report="collected")
    do(total.job_id)

    row.refresh_from_db()
    assert (row.state, row.accepted_run_id) == ("accepted", run.pk)
    page = client.get(f"/reports/runs/{total.pk}/").content.decode()
    assert "尚未接收" in page
    assert "…" in page
    assert total.number in client.get(f"/reports/periods/{row.period_id}/").content.decode()


def test_over_http_a_period_is_opened_and_its_tables_move(client, jiangxia):
    bureau, staff = make_user("bureau_staff"), make_user("district_staff", unit=jiangxia)
    post = partial(client.post, content_type="application/json")
    client.force_login(bureau)
    body = {"report": "tier-table", "name": "7月", "params": WORDS, "due_on": "2099-01-01"}
    opened = post("/api/v1/report-periods/", body)
    client.force_login(staff)
    (mine,) = client.get(f"/api/v1/hand-ins/?period={opened.json()['id']}").json()["results"]
    address = f"/api/v1/hand-ins/{mine['id']}/"
    asked = {"report": "tier-table", "params": WORDS, "layout": "csv"}
    made = post("/api/v1/report-runs/", asked).json()
    do(made["job"])

    assert opened.status_code == 201
    assert post(f"{address}hand-in/", {"run_id": made["id"]}).json()["state"] == "handed"
    client.force_login(bureau)
    assert post(f"{address}send-back/", {"reason": "不符"}).json()["state"] == "returned"
    assert post(f"{address}accept/").status_code == 409
    assert [it["move"] for it in client.get(f"{address}steps/").json()] == ["hand_in", "send_back"]
    assert ReportPeriod.objects.count() == 1
