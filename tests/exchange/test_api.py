"""Imports over HTTP, as programs use them."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.exchange.driving import again, handed_in, rows_of, work
from tests.factories.accounts import make_user
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.exchange.choices import ImportState
from wuhan_smes.exchange.models import HeaderAlias, Import

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/imports/"
GOOD = "写法,字段\n厂名,name\n厂商代码,uscc\n"
MIXED = "写法,字段\n厂名,name\n禁用,name\n,uscc\n"


@pytest.fixture
def clerk(transactional_db: None) -> Access:
    user = make_user("district_staff", unit=Jurisdiction.objects.get(code="jiangxia"))
    return access_for(user)


@pytest.fixture
def program(clerk: Access) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=clerk.actor_id))
    return client


def post(program: Client, path: str, body: object = None, **headers: str) -> Any:
    words = {"data": json.dumps(body or {}), "content_type": "application/json"}
    response = program.post(path, headers=headers, **words)
    work()
    return response


def test_a_file_is_taken_and_answered_with_where_to_ask(program, clerk):
    file = SimpleUploadedFile("写法.csv", MIXED.encode())

    response = program.post(URL, {"kind": "test_aliases", "file": file})
    work()
    body = program.get(f"{URL}{response.json()['id']}/").json()

    assert response.status_code == 202
    assert response.json()["state"] == "reading"
    assert body["state"] == "checked"
    assert body["counts"] == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "conflict": 0,
        "doubtful": 0,
        "transfer": 0,
        "refused": 2,
    }
    assert body["errors"][0] == {
        "sheet": "第1表",
        "row": 3,
        "column": "A",
        "code": "banned",
        "detail": "这个写法不能用",
    }


def test_rows_are_taken_as_json_with_answers(program, clerk):
    body = {
        "kind": "test_aliases",
        "rows": [{"alias": "厂名"}, {"alias": "商号"}],
        "answers": {"field": "name"},
    }

    made = post(program, URL, body).json()

    assert program.get(f"{URL}{made['id']}/").json()["counts"]["new"] == 2


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "test_aliases"}, "/file"),
        ({"kind": "test_aliases", "rows": []}, "/rows"),
        ({"kind": "nothing", "rows": [{"alias": "厂名"}]}, "/kind"),
        ({"kind": "test_aliases", "rows": [{"alias": "厂名"}], "answers": []}, "/answers"),
        ({"kind": "test_aliases", "rows": [{"alias": "厂名"}], "state": "applied"}, "/state"),
        ({"kind": "test_aliases", "rows": [{"alias": "厂名"}], "rank": 7}, "/rank"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_where_it_does_not(program, body, pointer):
    response = post(program, URL, body)

    assert response.status_code == 400
    assert pointer in {fault["pointer"] for fault in response.json()["errors"]}


def test_the_same_key_uploads_once(program, clerk):
    def send() -> Any:
        file = SimpleUploadedFile("写法.csv", GOOD.encode())
        words = {"kind": "test_aliases", "file": file}
        return program.post(URL, words, headers={"Idempotency-Key": "upload-0001"})

    first, second = send(), send()

    assert first.json()["id"] == second.json()["id"]
    assert second["Idempotency-Replayed"] == "true"
    assert Import.objects.count() == 1


def test_an_import_goes_from_dry_run_to_the_register_and_back(program, clerk):
    import_ = handed_in(GOOD, clerk)
    path = f"{URL}{import_.pk}/"
    tag = program.get(path)["ETag"]

    applied = post(program, f"{path}apply/", {"mode": "all"}, **{"If-Match": tag})
    stale = post(program, f"{path}revert/", {"reason": "传错"}, **{"If-Match": tag})
    reverted = post(program, f"{path}revert/", {"reason": "传错"})

    assert (applied.status_code, applied.json()["state"]) == (202, "applying")
    assert stale.status_code == 412
    assert reverted.status_code == 202
    assert program.get(path).json()["state"] == "reverted"


def test_a_refusal_is_a_problem_with_its_code(program, clerk):
    import_ = handed_in(MIXED, clerk)

    response = post(program, f"{URL}{import_.pk}/apply/", {"mode": "all"})

    assert response.status_code == 409
    assert response.json()["code"] == "rows_open"
    assert response["Content-Type"] == "application/problem+json"


def test_columns_are_confirmed(program, clerk):
    import_ = handed_in(GOOD, clerk)
    body = {"columns": {"0": {"0": "alias", "1": ""}}, "answers": {"field": "name"}}

    response = post(program, f"{URL}{import_.pk}/columns/", body)

    assert response.status_code == 202
    assert [row.values["field"] for row in rows_of(import_, clerk)] == ["name", "name"]


def test_rows_are_paged_in_file_order_and_by_verdict(program, clerk):
    import_ = handed_in(MIXED, clerk)
    path = f"{URL}{import_.pk}/rows/"

    first = program.get(path, {"page_size": 2, "count": "exact"}).json()
    rest = program.get(first["next"]).json()
    refused = program.get(path, {"verdict": "refused"}).json()["results"]

    assert [row["row"] for row in (*first["results"], *rest["results"])] == [2, 3, 4]
    assert first["count"] == 3
    assert [row["cells"][0] for row in refused] == ["禁用", ""]
    assert refused[0]["errors"][0]["code"] == "banned"
    assert program.get(path, {"verdict": "nonsense"}).status_code == 400
    assert program.get(path, {"state": "checked"}).status_code == 400


def test_doubtful_rows_are_asked_about_and_decided(program, clerk):
    first = handed_in("写法,字段\n厂名,name\n", clerk)
    post(program, f"{URL}{first.pk}/apply/", {"mode": "all"})
    import_ = handed_in("写法,字段\n像厂名,name\n", clerk, kind="test_owners")
    (row,) = rows_of(import_, clerk)
    path = f"{URL}{import_.pk}/"

    (candidate,) = program.get(f"{path}candidates/", {"row": row.pk}).json()
    looked = {
        text: program.get(f"{path}candidates/", {"row": row.pk, "q": text})
        for text in ("厂名", "厂")
    }
    chosen = post(
        program, f"{path}choose/", {"row": row.pk, "subject": candidate["subject_id"]}
    ).json()

    assert (candidate["score"], candidate["shown"]) == (80, {"写法": "厂名"})
    assert [it["subject_id"] for it in looked["厂名"].json()] == [candidate["subject_id"]]
    assert looked["厂"].status_code == 400
    assert chosen["counts"]["doubtful"] == 0
    assert program.get(f"{path}candidates/", {"row": "x"}).status_code == 400


def test_conflicts_are_settled(program, clerk):
    handed = handed_in("写法,字段\n厂名,name\n", clerk)
    post(program, f"{URL}{handed.pk}/apply/", {"mode": "all"})
    better = handed_in("写法,字段\n厂名,tax_id\n", clerk, kind="test_owners", rank=10)
    post(program, f"{URL}{better.pk}/apply/", {"mode": "all"})
    import_ = handed_in("写法,字段\n厂名,uscc\n", clerk, kind="test_owners")

    response = post(program, f"{URL}{import_.pk}/settle/", {"chosen": "register"})

    assert response.status_code == 200
    assert rows_of(import_, clerk)[0].chosen == "register"


def test_an_import_is_given_up(program, clerk):
    import_ = handed_in(GOOD, clerk)

    assert post(program, f"{URL}{import_.pk}/cancel/").json()["state"] == "cancelled"
    assert post(program, f"{URL}{import_.pk}/check/").status_code == 409
    assert again(import_, clerk).state == ImportState.CANCELLED


def test_imports_are_listed_and_filtered(program, clerk):
    import_ = handed_in(GOOD, clerk)

    assert [row["id"] for row in program.get(URL).json()["results"]] == [import_.pk]
    for words in ({"state": "applied"}, {"kind": "enterprises"}):
        assert program.get(URL, words).json()["results"] == []
    assert program.get(URL, {"state": "reading"}).status_code == 400


def test_an_import_of_another_unit_does_not_exist(clerk):
    import_ = handed_in(GOOD, clerk)
    neighbour = Client()
    neighbour.force_login(
        make_user("district_staff", unit=Jurisdiction.objects.get(code="hanyang"))
    )

    assert neighbour.get(URL).json()["results"] == []
    for path in ("", "rows/", "candidates/?row=1", "errors.xlsx"):
        assert neighbour.get(f"{URL}{import_.pk}/{path}").status_code == 404
    assert post(neighbour, f"{URL}{import_.pk}/apply/", {"mode": "good"}).status_code == 404


def test_kinds_say_what_they_want_and_give_a_blank_form(program):
    kinds = {kind["name"]: kind for kind in program.get("/api/v1/import-kinds/").json()}

    shown = program.get("/api/v1/import-kinds/test_aliases/").json()
    book = program.get("/api/v1/import-kinds/test_aliases/template.xlsx")

    assert kinds["test_aliases"] == shown
    assert shown["fields"][0]["label"] == "写法"
    assert [field["required"] for field in shown["fields"]] == [True, True]
    assert book.content[:2] == b"PK"
    assert program.get("/api/v1/import-kinds/nothing/").status_code == 400


def test_headers_are_taught_and_forgotten(program):
    body = {"kind": "test_aliases", "field": "alias", "alias": "商号"}

    made = post(program, "/api/v1/header-aliases/", body)
    path = f"/api/v1/header-aliases/{made.json()['id']}/"
    removed = post(program, f"{path}remove/", {"kind": "test_aliases"})

    assert made.status_code == 201
    assert made.json()["jurisdiction"]["code"] == "jiangxia"
    assert removed.status_code == 204
    assert program.get(path).status_code == 404
    assert not HeaderAlias.objects.filter(alias="商号").exists()
