"""Long lists made in the background: ordered, made once whatever happens, fetched while kept."""

import csv
import io
import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.races import race
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Grant
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.files.expiry import remove_expired
from wuhan_smes.files.models import StoredFile
from wuhan_smes.files.storing import pieces_of
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.running import run
from wuhan_smes.reporting.actions import exports
from wuhan_smes.reporting.choices import ExportState
from wuhan_smes.reporting.models import Export
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", time.monotonic() + 3600)


@pytest.fixture
def jiangxia():
    return make_unit("jiangxia")


@pytest.fixture
def person(jiangxia):
    make_enterprise(unit=jiangxia, name="示例江夏光电")
    make_enterprise(unit=make_unit("hongshan"), name="示例洪山光电")
    return make_user("district_staff", unit=jiangxia)


@pytest.fixture
def access(person):
    return access_for(person)


def ordered(access, words=None, layout="csv") -> Export:
    with scoped(access):
        return exports.order(
            "enterprises", access=access, at=timezone.now(), words=words or {}, layout=layout
        )


def made(access, **how) -> Export:
    export = ordered(access, **how)
    run(export.job_id)
    return Export.objects.select_related("job", "stored").get(pk=export.pk)


def names(export: Export) -> list[str]:
    text = b"".join(pieces_of(export.stored)).decode("utf-8-sig")
    return [row[1] for row in csv.reader(io.StringIO(text))][1:]


@pytest.mark.covers("reporting.exports.order", "works", "reach")
def test_an_ordered_list_is_made_within_reach_and_kept_for_a_week(access, person, jiangxia):
    export = made(access)

    assert names(export) == ["示例江夏光电"]
    assert (export.state, export.row_count) == (ExportState.DONE, 1)
    assert (export.stored.size, export.stored.sha256) == (export.size, export.sha256)
    assert export.expires_at - export.ordered_at > timedelta(days=6, hours=23)
    assert (export.job.state, export.job.done_count) == (JobState.DONE, 1)
    kinds = AuditEvent.objects.filter(target_id=export.pk, target="reporting.export")
    assert sorted(kinds.values_list("kind", flat=True)) == ["export.made", "export.ordered"]


def test_the_filter_goes_along_and_the_rows_are_those_of_the_making(access, jiangxia):
    export = ordered(access, words={"q": "新来"})
    make_enterprise(unit=jiangxia, name="示例新来光电")

    run(export.job_id)

    export.refresh_from_db()
    assert names(export) == ["示例新来光电"]


@pytest.mark.covers("reporting.exports.order", "refused")
@pytest.mark.parametrize(
    ("name", "words", "layout"),
    [
        ("nonsense", {}, "csv"),
        ("page:home", {}, "csv"),
        ("admin:accounts.nonsense", {}, "csv"),
        ("enterprises", {"nonsense": "1"}, "csv"),
        ("enterprises", {"status": "unheard"}, "csv"),
        ("enterprises", {"q": {"a": "b"}}, "csv"),
        ("enterprises", {}, "pdf"),
    ],
)
def test_an_order_that_cannot_be_made_is_refused_at_once(access, name, words, layout):
    with scoped(access), pytest.raises(InputRefused):
        exports.order(name, access=access, at=timezone.now(), words=words, layout=layout)

    assert not Export.objects.exists()


@pytest.mark.covers("reporting.exports.order", "capability")
def test_a_list_is_not_ordered_without_the_right_to_take_it_out(jiangxia):
    access = access_for(make_user("finance"))

    with scoped(access), pytest.raises(NotPermitted):
        exports.order("enterprises", access=access, at=timezone.now(), words={}, layout="csv")


def test_a_right_lost_meanwhile_stops_the_making(access, person):
    export = ordered(access)
    with bootstrap_scope():
        Grant.objects.filter(user=person).update(revoked_at=timezone.now(), revoked_reason="调岗")

    run(export.job_id)

    export.refresh_from_db()
    assert Job.objects.get(pk=export.job_id).state == JobState.FAILED
    assert export.standing == "未完成"
    assert not StoredFile.objects.exists()


@pytest.mark.covers("reporting.exports.order", "race")
def test_of_two_orders_at_once_the_one_too_many_is_refused(access):
    for _ in range(exports.MOST_AT_ONCE - 1):
        ordered(access)
    order = partial(
        exports.order, "enterprises", access=access, at=timezone.now(), words={}, layout="csv"
    )

    assert race(order, order, as_first=access, as_second=access) == ("done", "refused")
    numbers = Export.objects.order_by("id").values_list("ordinal", flat=True)
    assert len(set(numbers)) == len(numbers) == exports.MOST_AT_ONCE


@pytest.mark.covers("reporting.exports.fetch", "works")
def test_the_file_is_fetched_by_who_ordered_it_and_each_time_is_on_record(access):
    export = made(access)

    with scoped(access):
        stored = exports.fetch(export.pk, access=access, at=timezone.now())

    assert stored == export.stored
    assert AuditEvent.objects.filter(kind="export.fetched", target_id=export.pk).count() == 1


@pytest.mark.covers("reporting.exports.fetch", "reach")
@pytest.mark.parametrize("role", ["bureau_lead", "auditor"])
def test_the_file_of_another_does_not_exist_whoever_asks(access, role):
    export = made(access)
    other = access_for(make_user(role))

    with scoped(other), pytest.raises(Export.DoesNotExist):
        exports.fetch(export.pk, access=other, at=timezone.now())


@pytest.mark.covers("reporting.exports.fetch", "refused")
def test_an_expired_file_is_refused_and_removed(access):
    export = made(access)
    later = export.expires_at

    with scoped(access), pytest.raises(ActionRefused, match="已过期"):
        exports.fetch(export.pk, access=access, at=later)
    with bootstrap_scope():
        assert remove_expired(at=later) == 1
    export.refresh_from_db()
    assert (export.stored, export.state) == (None, ExportState.DONE)


def test_a_file_not_made_yet_is_refused(access):
    export = ordered(access)

    with scoped(access), pytest.raises(ActionRefused, match="尚未生成"):
        exports.fetch(export.pk, access=access, at=timezone.now())


@pytest.mark.covers("reporting.exports.fetch", "capability")
def test_a_right_lost_since_closes_the_file(access, person):
    export = made(access)
    with bootstrap_scope():
        Grant.objects.filter(user=person).update(role="specialist", station=None)
    now = access_for(person)

    with scoped(now), pytest.raises(NotPermitted):
        exports.fetch(export.pk, access=now, at=timezone.now())


def test_a_person_of_another_unit_by_now_no_longer_gets_what_he_reached_then(access, person):
    export = made(access)
    with bootstrap_scope():
        Grant.objects.filter(user=person).update(jurisdiction=make_unit("hongshan"))
    now = access_for(person)

    with scoped(now), pytest.raises(ActionRefused, match="范围已变化"):
        exports.fetch(export.pk, access=now, at=timezone.now())


@pytest.mark.covers("reporting.exports.fetch", "race")
def test_two_fetches_at_once_both_get_the_file(access):
    export = made(access)
    fetch = partial(exports.fetch, export.pk, access=access, at=timezone.now())

    assert race(fetch, fetch, as_first=access, as_second=access) == ("done", "done")


def test_over_http_it_is_ordered_followed_and_fetched(client, person):
    client.force_login(person)
    body = {"list": "enterprises", "params": {"status": "active"}, "layout": "xlsx"}

    accepted = client.post("/api/v1/exports/", body, content_type="application/json")
    address = f"/api/v1/exports/{accepted.json()['id']}/"
    waiting = client.get(address).json()
    run(waiting["job"])
    done = client.get(address).json()
    fetched = client.get(done["file"])

    assert accepted.status_code == 202
    assert (waiting["state"], waiting["state_label"], waiting["file"]) == ("open", "排队中", None)
    assert (done["state"], done["rows"], done["progress"]["percent"]) == ("done", 1, 100)
    assert b"".join(fetched.streaming_content)[:2] == b"PK"
    assert fetched.headers["Content-Length"] == str(done["size"])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"list": "nonsense", "layout": "csv"}, "/list"),
        ({"list": "enterprises", "layout": "pdf"}, "/layout"),
        ({"list": "enterprises", "layout": "csv", "params": {"nonsense": "1"}}, "?nonsense"),
        ({"list": "enterprises", "layout": "csv", "unknown": 1}, "/unknown"),
    ],
)
def test_a_wrong_order_over_http_is_told_where(client, person, body, pointer):
    client.force_login(person)

    response = client.post("/api/v1/exports/", body, content_type="application/json")

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == pointer


def test_a_very_long_list_is_offered_to_be_made_in_the_background(client, person, monkeypatch):
    monkeypatch.setattr("wuhan_smes.reporting.door.MANY", 0)
    client.force_login(person)

    offer = client.get("/enterprises/?layout=csv&q=示例", follow=True)
    page = client.post(
        "/exports/new/",
        {"list": "page:enterprises", "layout": "csv", "words": "q=示例"},
        follow=True,
    )
    run(Export.objects.get().job_id)
    done = client.get("/exports/")
    file = client.get(f"/exports/{Export.objects.get().pk}/file/")

    assert "在后台生成" in offer.content.decode()
    assert client.get(offer.context["now_url"]).streaming
    assert "已提交" in page.content.decode()
    assert "下载" in done.content.decode()
    assert "示例江夏光电" in b"".join(file.streaming_content).decode()


def test_the_database_refuses_exports_that_must_not_be(access):
    export = made(access)
    for values, constraint in (
        ({"state": "nonsense"}, "export_words_known"),
        ({"state": "open"}, "export_ends_when_it_is_made"),
        ({"expires_at": None}, "export_file_expires"),
    ):
        with pytest.raises(IntegrityError, match=constraint):
            Export.objects.filter(pk=export.pk).update(**values)
    with pytest.raises(IntegrityError, match="export_numbered_once"):
        Export.objects.create(
            year=export.year,
            ordinal=export.ordinal,
            list="x",
            title="x",
            layout="csv",
            ordered_at=timezone.now(),
        )
