"""A report from the order to the seal: made once, read by its unit, never changed again."""

import io
import zipfile
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from enterprises.choices import Tier
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.races import race
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Grant
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.jobs.running import run as do
from wuhan_smes.reporting.actions import reports
from wuhan_smes.reporting.choices import ReportLayout
from wuhan_smes.reporting.models import Export, ReportRun
from wuhan_smes.reporting.reading import changed, table_of
from wuhan_smes.reporting.verification import digest_of, verified
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"on": "2025-07-25"}


@pytest.fixture(autouse=True)
def silence(monkeypatch):
    """No broker is rung for what these tests do themselves."""
    monkeypatch.setattr("wuhan_smes.jobs.outbox.ring", lambda: None)


@pytest.fixture
def jiangxia():
    return make_unit("jiangxia")


@pytest.fixture
def access(jiangxia):
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME)
    return make_access("district_staff", unit=jiangxia)


def ordered(access, name="tier-table", layout="xlsx", at=None, words=WORDS, **more) -> ReportRun:
    with scoped(access):
        return reports.order(
            name, access=access, at=at or timezone.now(), words=words, layout=layout, **more
        )


def made(access, **how) -> ReportRun:
    run = ordered(access, **how)
    do(run.job_id)
    return ReportRun.objects.get(pk=run.pk)


def sealed(access, run) -> ReportRun:
    with scoped(access):
        return reports.seal(run.pk, access=access, at=timezone.now())


def fetched(access, run, layout="") -> bytes:
    with scoped(access):
        return reports.fetch(run.pk, access=access, at=timezone.now(), layout=layout).content


@pytest.mark.covers("reporting.reports.order", "works", "reach")
@pytest.mark.covers("reporting.reports.fetch", "works")
@pytest.mark.covers("reporting.reports.seal", "works")
def test_a_report_is_made_for_its_unit_fetched_sealed_and_verified(access, jiangxia):
    make_enterprise(unit=make_unit("hongshan"))

    run = made(access)
    files = {layout: fetched(access, run, layout) for layout in ReportLayout}
    closed = sealed(access, run)
    with scoped(make_access("handler")):
        right = verified(run.number, digest_of([files["xlsx"]]))
        wrong = verified(run.number, digest_of([files["xlsx"][:-1] + b"\\0"]))

    assert (run.jurisdiction, run.units, run.row_count) == (jiangxia, [jiangxia.pk], 1)
    assert "江夏区" in files["csv"].decode()
    assert "洪山" not in files["csv"].decode()
    assert {layout: digest_of([file]) for layout, file in files.items()} == run.prints
    assert "填报单位：江夏区" in docx_text(files["docx"])
    assert f"编号：{run.number}" in docx_text(files["docx"])
    assert (closed.sealed_by_name, closed.sha256) == (access.actor_name, run.sha256)
    assert (right.unit, right.matches, right.is_intact, wrong) == ("江夏区", "xlsx", True, None)
    assert Export.objects.filter(list=f"report-run:{run.pk}").count() == len(ReportLayout)
    kinds = AuditEvent.objects.filter(target_id=run.pk, target="reporting.reportrun")
    assert sorted(kinds.values_list("kind", flat=True)) == ["report.ordered", "report.sealed"]


def docx_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def test_made_again_for_the_same_moment_it_is_the_same_whatever_was_entered_since(access, jiangxia):
    run = made(access)
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME, recorded_at=timezone.now())

    assert sealed(access, run).sha256 == run.sha256
    second = made(access, replaces=run.pk, reason="补录一家")
    with scoped(access):
        found = changed(second.pk, access=access)
    assert [(it.column, it.before, it.after) for it in found] == [("专精特新", 1, 2)]
    assert (second.version, second.replaces_id) == (2, run.pk)
    assert fetched(access, run, "xlsx") == fetched(access, run, "xlsx")
    as_then = made(access, known_at=run.known_at)
    assert table_of(as_then).rows == table_of(run).rows != table_of(second).rows


@pytest.mark.covers("reporting.reports.seal", "refused")
def test_a_report_is_not_sealed_before_it_is_made_twice_or_when_it_would_come_out_otherwise(
    access, jiangxia
):
    waiting, run, late = ordered(access), made(access), made(access)
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME, recorded_at=late.known_at - timedelta(1))

    for one, words in ((waiting, "尚未生成"), (late, "重新生成"), (run, "重新生成")):
        with pytest.raises(ActionRefused, match=words):
            sealed(access, one)
    again = made(access)
    sealed(access, again)
    with pytest.raises(ActionRefused, match="已于"):
        sealed(access, again)


@pytest.mark.covers("reporting.reports.order", "refused")
def test_an_order_that_cannot_be_made_is_refused_at_once(access):
    run = made(access)
    for how in (
        {"name": "nonsense"},
        {"words": {"on": "2025-02-30"}},
        {"words": {"colour": "red"}},
        {"layout": "ppt"},
        {"known_at": timezone.now() + timedelta(hours=1)},
        {"name": "service-table", "words": {}, "known_at": run.known_at},
    ):
        with pytest.raises(InputRefused):
            ordered(access, **how)
    with pytest.raises(ActionRefused, match="已封存"):
        ordered(access, replaces=run.pk, reason="更正")
    sealed(access, run)
    with pytest.raises(InputRefused, match="原因"):
        ordered(access, replaces=run.pk, reason=" ")
    with pytest.raises(ActionRefused, match="同一种类"):
        ordered(access, name="tier-flows", words={}, replaces=run.pk, reason="更正")
    ordered(access, replaces=run.pk, reason="更正")
    with pytest.raises(ActionRefused, match="已有更正"):
        ordered(access, replaces=run.pk, reason="再更正")


@pytest.mark.covers("reporting.reports.order", "capability")
@pytest.mark.covers("reporting.reports.seal", "capability", "reach")
@pytest.mark.covers("reporting.reports.fetch", "capability", "reach", "refused")
def test_who_lacks_the_right_or_the_unit_neither_orders_fetches_nor_seals(access):
    run, waiting = made(access), ordered(access)
    finance, auditor = make_access("finance"), make_access("auditor")
    hongshan = make_access("district_staff", unit=make_unit("hongshan"))

    for act in (ordered, partial(fetched, run=run), partial(sealed, run=run)):
        with pytest.raises(NotPermitted):
            act(finance)
    for act in (fetched, sealed):
        with pytest.raises(ReportRun.DoesNotExist):
            act(hongshan, run)
    with pytest.raises(NotPermitted):
        sealed(auditor, run)
    assert fetched(auditor, run)
    with pytest.raises(ActionRefused, match="另一管理范围"):
        sealed(make_access("bureau_staff"), run)
    with pytest.raises(ActionRefused, match="尚未生成"):
        fetched(access, waiting)
    with pytest.raises(InputRefused):
        fetched(access, run, "ppt")


def test_a_right_lost_meanwhile_stops_the_making(jiangxia):
    user = make_user("district_staff", unit=jiangxia)
    run = ordered(access_for(user))
    with bootstrap_scope():
        Grant.objects.filter(user=user).update(revoked_at=timezone.now(), revoked_reason="调岗")

    do(run.job_id)

    run.refresh_from_db()
    assert (run.body, run.standing) == (None, "未完成")


@pytest.mark.covers("reporting.reports.order", "race")
@pytest.mark.covers("reporting.reports.seal", "race")
@pytest.mark.covers("reporting.reports.fetch", "race")
def test_two_at_once_never_share_a_number_a_successor_or_a_seal(access):
    run = made(access)
    who = {"as_first": access, "as_second": access}
    order = partial(
        reports.order,
        "tier-table",
        access=access,
        at=timezone.now(),
        words=WORDS,
        layout="csv",
    )
    seal = partial(reports.seal, run.pk, access=access, at=timezone.now())
    fetch = partial(reports.fetch, run.pk, access=access, at=timezone.now())

    assert race(order, order, **who) == ("done", "done")
    assert race(seal, seal, **who) == ("done", "refused")
    assert race(fetch, fetch, **who) == ("done", "done")
    correct = partial(order, replaces=run.pk, reason="更正")
    assert race(correct, correct, **who) == ("done", "refused")
    numbers = ReportRun.objects.values_list("ordinal", flat=True)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_the_database_keeps_what_a_report_said(access):
    run = made(access)

    for values in (
        {"body": b"other"},
        {"sha256": "0" * 64},
        {"params": {}},
        {"known_at": timezone.now()},
    ):
        refused = pytest.raises(ProgrammingError, match="append-only")
        with bootstrap_scope(), refused, transaction.atomic():
            ReportRun.objects.filter(pk=run.pk).update(**values)
    waiting = ordered(access)
    whole = {"body": b"x", "row_count": 1, "prints": {}, "finished_at": timezone.now()}
    for values, constraint in (
        (whole | {"sha256": "0" * 64}, "report_run_is_what_it_hashes_to"),
        ({"body": b"x"}, "report_run_is_made_whole"),
        ({"sealed_at": timezone.now(), "sealed_by_name": "甲"}, "report_run_sealed_when_made"),
    ):
        refused = pytest.raises(IntegrityError, match=constraint)
        with bootstrap_scope(), refused, transaction.atomic():
            ReportRun.objects.filter(pk=waiting.pk).update(**values)


def test_over_http_it_is_ordered_followed_fetched_sealed_and_verified(client, jiangxia):
    client.force_login(make_user("district_staff", unit=jiangxia))
    post = partial(client.post, content_type="application/json")
    body = {
        "report": "tier-flows",
        "params": {"from": "2025-01-01", "to": "2025-07-25"},
        "layout": "docx",
    }

    accepted = post("/api/v1/report-runs/", body)
    address = f"/api/v1/report-runs/{accepted.json()['id']}/"
    waiting = client.get(address).json()
    do(waiting["job"])
    done = client.get(address).json()
    file = client.get(done["file"]).content
    closed = post(f"{address}seal/").json()
    right = client.post(f"{address}verify/", {"file": io.BytesIO(file)}).json()
    wrong = post("/api/v1/reports/verify/", {"number": done["number"], "sha256": "0" * 64}).json()
    catalogued = client.get("/api/v1/reports/").json()

    assert (accepted.status_code, waiting["state"], waiting["file"]) == (202, "open", None)
    assert (done["state"], done["progress"]["percent"], done["rows"]) == ("done", 100, 1)
    assert digest_of([file]) == done["prints"]["docx"]
    assert closed["state"] == "sealed"
    assert (right["matched"], right["title"]) == ("公文格式（docx）", "梯度培育企业增减变动表")
    assert wrong == {"matches": False}
    assert client.get(f"{address}differences/").json() == []
    assert {it["name"]: it["definition_version"] for it in catalogued}["tier-table"] == 1


def test_on_the_pages_it_is_made_read_sealed_corrected_and_verified(client, jiangxia):
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME)
    client.force_login(make_user("district_lead", unit=jiangxia))

    for wrong in ({"on": "no"}, {"known_at": "昨天"}, {"known_at": "2099-01-01T00:00"}):
        assert client.post("/reports/tier-table/", wrong).status_code == 400
    client.post("/reports/tier-table/", {"on": "2025-07-25"})
    run = ReportRun.objects.get()
    address = f"/reports/runs/{run.pk}/"
    waiting = client.get(address).content.decode()
    assert "排队中" in waiting
    assert f"/jobs/{run.job_id}/cancel/" in waiting
    do(run.job_id)
    page = client.get(address).content.decode()
    file = client.get(f"{address}file/?layout=xlsx").content
    client.post(f"{address}seal/")
    verdict = client.post(
        "/reports/verify/", {"number": run.number, "file": io.BytesIO(file)}
    ).content.decode()
    client.post(f"{address}correct/", {"reason": "更正口径"})
    second = ReportRun.objects.get(version=2)
    do(second.job_id)

    assert "口径第1版" in page
    assert "jurisdiction=jiangxia&amp;tier=srdi_sme" in page
    assert "相符" in verdict
    assert "不相符" not in verdict
    assert "两版的数字相同" in client.get(f"/reports/runs/{second.pk}/").content.decode()
    assert run.number in client.get("/reports/").content.decode()
