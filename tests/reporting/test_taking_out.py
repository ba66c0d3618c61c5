"""A list as a file at once: the same rows as the list, nothing of anybody else's, on record."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from enterprises.models import Enterprise
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.reporting.conftest import column, content, rows
from wuhan_smes.access import Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.reporting.choices import ExportState
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.run import stream
from wuhan_smes.reporting.sources import find
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 3, 4, tzinfo=UTC)
VIEW = Capability.REGISTER_VIEW
LISTS = ("enterprises", "recognitions", "candidates", "contacts")
PAGES = ("/enterprises/", "/titles/", "/admin/enterprises/enterprise/")


@pytest.mark.parametrize("layout", ["xlsx", "csv"])
@pytest.mark.parametrize("name", LISTS)
def test_nothing_of_another_unit_is_in_the_file(clerk, name, layout):
    response = clerk.get(f"/api/v1/{name}/export/?layout={layout}")

    assert column(response, "企业名称") == ["示例江夏光电"]


@pytest.mark.parametrize("path", PAGES)
def test_nor_in_that_of_a_page_or_a_screen(clerk, path):
    response = clerk.get(path, {"layout": "csv"})

    assert column(response, "企业名称") == ["示例江夏光电"]


def test_the_second_wall_stands_behind_the_first(clerk, monkeypatch):
    monkeypatch.setattr("enterprises.querysets.EnterpriseQuerySet.within", lambda self, reach: self)

    response = clerk.get("/api/v1/enterprises/export/?layout=csv")

    assert column(response, "企业名称") == ["示例江夏光电"]


@pytest.mark.parametrize(
    ("door", "words", "expected"),
    [
        ("/api/v1/enterprises/export/", {"status": "active", "ordering": "-id"}, ["丙", "甲"]),
        ("/api/v1/enterprises/export/", {"q": "示例乙"}, ["乙"]),
        ("/api/v1/enterprises/export/", {"size": "small"}, ["甲"]),
        ("/enterprises/", {"q": "示例丙"}, ["丙"]),
        ("/admin/enterprises/enterprise/", {"status__exact": "deregistered"}, ["乙"]),
        ("/admin/enterprises/enterprise/", {"q": "示例甲"}, ["甲"]),
    ],
)
def test_the_filter_and_the_order_of_the_list_are_those_of_the_file(
    client, jiangxia, door, words, expected
):
    for name, values in (
        ("甲", {"size_class": "small"}),
        ("乙", {"status": "deregistered"}),
        ("丙", {}),
    ):
        make_enterprise(unit=jiangxia, name=f"示例{name}", **values)
    client.force_login(make_user("district_staff", unit=jiangxia))

    response = client.get(door, {**words, "layout": "csv"})

    assert column(response, "企业名称") == [f"示例{name}" for name in expected]


def test_all_pages_of_the_list_are_in_the_file_also_where_a_search_is_read_page_by_page(
    client, jiangxia
):
    for n in range(60):
        make_enterprise(unit=jiangxia, name=f"示例{n}光电")
    client.force_login(make_user("district_staff", unit=jiangxia))

    response = client.get("/api/v1/enterprises/export/?q=光电&layout=csv")

    assert len(rows(response)) == 61


def test_titles_are_those_of_the_day_asked_for(clerk):
    then = clerk.get("/api/v1/enterprises/export/?layout=csv&on=2025-01-01")
    before = clerk.get("/api/v1/enterprises/export/?layout=csv&on=2020-01-01")

    assert column(then, "当日称号") == ["创新型中小企业"]
    assert column(then := clerk.get("/enterprises/?layout=csv&on=2025-01-01"), "当日最高层级") == [
        "科技和创新型"
    ]
    assert then.status_code == 200
    assert column(before, "当日称号") == [""]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("layout=pdf", "/layout"),
        ("", "/layout"),
        ("layout=csv&nonsense=1", "?nonsense"),
        ("layout=csv&status=unheard", "?status"),
        ("layout=csv&ordering=name", "?ordering"),
        ("layout=csv&jurisdiction=nowhere", "?jurisdiction"),
        ("layout=csv&q=江", "?q"),
    ],
)
def test_a_parameter_the_list_does_not_know_is_refused_by_name(clerk, query, pointer):
    response = clerk.get(f"/api/v1/enterprises/export/?{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == pointer
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/enterprises/?layout=csv&tier=unheard",
        "/enterprises/?layout=pdf",
        "/admin/enterprises/enterprise/?layout=csv&nonsense=1",
        "/admin/enterprises/enterprise/?layout=csv&jurisdiction__id__exact=x",
        "/admin/enterprises/enterprise/?layout=csv&q=江",
    ],
)
def test_pages_and_screens_refuse_with_a_sentence(clerk, address):
    response = clerk.get(address)

    assert response.status_code == 400
    assert not Export.objects.exists()


@pytest.mark.parametrize("role", ["finance", "specialist"])
@pytest.mark.parametrize("door", ["/api/v1/enterprises/export/", "/enterprises/"])
def test_who_sees_the_register_without_the_right_to_take_it_out_is_refused(client, role, door):
    client.force_login(make_user(role))

    assert client.get(f"{door}?layout=csv").status_code == 403
    assert not Export.objects.exists()


def test_who_may_not_take_a_list_out_is_offered_no_menu(client):
    client.force_login(make_user("finance"))

    assert client.get("/enterprises/").context["export_menu"] == []
    assert "layout=csv" not in client.get("/admin/enterprises/enterprise/").content.decode()


def test_phones_and_addresses_are_masked_in_text_cells(clerk):
    response = clerk.get("/api/v1/contacts/export/?layout=csv")

    text = content(response).decode()
    assert "*******5678" in text
    assert "l***@example.cn" in text
    assert "13912345678" not in text


@pytest.mark.parametrize("layout", ["xlsx", "csv"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", "\r="])
def test_no_name_becomes_a_formula(client, jiangxia, layout, start):
    make_enterprise(unit=jiangxia, name=f"{start}HYPERLINK(1)")
    client.force_login(make_user("district_staff", unit=jiangxia))

    response = client.get(f"/api/v1/enterprises/export/?layout={layout}")

    (name,) = column(response, "企业名称")
    assert name.startswith("'")


def test_the_first_bytes_come_before_any_row_is_read(clerk, django_assert_num_queries):
    response = clerk.get("/api/v1/enterprises/export/?layout=csv")

    with django_assert_num_queries(0):
        first = next(iter(response.streaming_content))
    assert first.decode("utf-8-sig").startswith("编号")


def test_a_workbook_is_not_packed_a_second_time_on_its_way(clerk):
    sent = {
        layout: clerk.get(
            f"/api/v1/enterprises/export/?layout={layout}", HTTP_ACCEPT_ENCODING="gzip"
        )
        for layout in ("xlsx", "csv")
    }

    assert content(sent["xlsx"])[:2] == b"PK"
    assert "Content-Encoding" not in sent["xlsx"].headers
    assert sent["csv"].headers["Content-Encoding"] == "gzip"
    # Read to its end: one given up is ended by whoever collects garbage, in the midst of a query.
    assert content(sent["csv"])[:2] == b"\x1f\x8b"


def test_each_export_is_numbered_and_kept_with_its_filter(clerk):
    with bootstrap_scope():
        Export.objects.all().delete()
    response = clerk.get("/enterprises/?layout=csv&q=示例")
    size = len(content(response))

    export = Export.objects.get()
    assert export.number == f"导〔{export.ordered_at.year}〕{export.ordinal:06d}"
    assert (export.list, export.words["q"]) == ("page:enterprises", "示例")
    assert "名称、曾用名、拼音首字母或信用代码：示例" in export.said
    assert (export.state, export.row_count, export.size) == (ExportState.DONE, 1, size)
    assert len(export.sha256) == 64
    event = AuditEvent.objects.get(kind="export.made")
    assert (event.target_id, event.changes["choices"]) == (export.pk, export.words)


def test_numbers_follow_each_other_through_everybodys_exports(clerk, client, jiangxia):
    clerk.get("/api/v1/enterprises/export/?layout=csv")
    client.force_login(make_user("bureau_staff"))
    client.get("/exports/tier-table/")
    client.post("/exports/tier-table/", {"on": "2025-07-25", "layout": "csv"})

    first, second = Export.objects.order_by("id")
    assert second.ordinal == first.ordinal + 1


@pytest.mark.parametrize("layout", ["xlsx", "csv"])
def test_a_file_that_dies_says_so_and_the_record_does_too(clerk, jiangxia, layout):
    access = access_for(clerk.user)
    broken = Enterprise.objects.within(access.reach(VIEW)).extra(where=["1/(version-version) = 1"])
    listed = replace(find("enterprises").listed(QueryDict(), access), rows=broken.order_by("id"))
    pieces: list[bytes] = []

    with scoped(access), pytest.raises(Exception, match="division by zero"):
        pieces.extend(stream(listed, layout, access=access, at=NOW).content)

    assert Export.objects.get().state == ExportState.FAILED


@pytest.mark.parametrize("layout", ["xlsx", "csv"])
def test_a_download_given_up_halfway_is_on_record_as_cut(clerk, layout):
    access = access_for(clerk.user)
    with scoped(access):
        listed = find("enterprises").listed(QueryDict(), access)
        flowing = stream(listed, layout, access=access, at=NOW).content
        next(flowing), next(flowing)
        flowing.close()

    assert Export.objects.get().state == ExportState.CUT


def test_a_district_sees_its_own_exports_and_an_auditor_everybodys(clerk, client):
    clerk.get("/api/v1/enterprises/export/?layout=csv")
    assert len(clerk.get("/api/v1/exports/").json()["results"]) == 1

    client.force_login(make_user("bureau_staff"))
    assert client.get("/api/v1/exports/").json()["results"] == []
    client.force_login(make_user("district_lead", unit=make_unit("hongshan")))
    assert client.get("/api/v1/exports/").json()["results"] == []
    client.force_login(make_user("auditor"))
    (seen,) = client.get("/api/v1/exports/").json()["results"]
    assert seen["list"] == "enterprises"
    assert client.get("/admin/reporting/export/").status_code == 200


def test_an_auditor_who_writes_nowhere_takes_files_out_in_his_own_name(client, two_units):
    client.force_login(make_user("auditor"))

    response = client.get("/api/v1/enterprises/export/?layout=csv")

    assert len(rows(response)) == 3
    assert Export.objects.get().state == ExportState.DONE


def test_nobody_rewrites_what_was_taken_out(clerk):
    clerk.get("/api/v1/enterprises/export/?layout=csv")
    access = make_access("bureau_lead")

    with scoped(access), pytest.raises(Exception, match="permission denied"):
        Export.objects.update(words={})


def test_the_count_of_a_list_costs_nothing_before_it_is_taken_out(clerk):
    """The file asks as many questions however many rows there are."""
    few = _questions(clerk)
    for _ in range(5):
        make_enterprise(unit=Enterprise.objects.get(name="示例江夏光电").jurisdiction)

    assert _questions(clerk) == few


def _questions(client) -> int:
    with CaptureQueriesContext(connection) as asked:
        rows(client.get("/api/v1/enterprises/export/?layout=xlsx"))
    return len(asked)
