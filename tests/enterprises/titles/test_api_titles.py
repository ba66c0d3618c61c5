"""Titles over HTTP: lists by filters, acts with words, versions as they were known."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from enterprises.models import Recognition
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_batch, make_title
from wuhan_smes.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
URL = "/api/v1/recognitions/"


def signed_in(role: str, code: str = "") -> Client:
    client = Client()
    client.force_login(make_user(role, unit=make_unit(code) if code else None))
    return client


@pytest.fixture
def city() -> Client:
    return signed_in("bureau_staff")


@pytest.fixture
def jiangan() -> Client:
    return signed_in("district_staff", "jiangan")


def in_jiangan(**values: Any) -> Recognition:
    return make_title(make_enterprise(unit=make_unit("jiangan")), **values)


def post(client: Client, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return client.post(path, json.dumps(body or {}), "application/json", headers=headers)


def listed(client: Client, **words: object) -> set[int]:
    response = client.get(URL, {"page_size": 200, **words})
    assert response.status_code == 200, response.content
    return {title["id"] for title in response.json()["results"]}


def test_a_district_sees_its_own_titles_and_no_others(jiangan):
    mine = in_jiangan()
    foreign = make_title(make_enterprise(unit=make_unit("hanyang")))

    assert listed(jiangan) == {mine.series}
    assert jiangan.get(f"{URL}{foreign.series}/").status_code == 404
    assert jiangan.get(f"{URL}{foreign.series}/versions/").status_code == 404


@pytest.mark.parametrize("word", ["ja", "2", "有效"])
def test_a_yes_or_no_that_is_neither_is_refused_by_its_name(jiangan, word):
    in_jiangan()

    response = jiangan.get(URL, {"in_force": word})

    assert response.status_code == 400
    fault = {"pointer": "?in_force", "code": "invalid"}
    assert response.json()["errors"] == [fault | {"detail": f"“{word}”既不是 true 也不是 false"}]


@pytest.mark.parametrize(("word", "found"), [("TRUE", 1), ("1", 1), ("false", 0), ("", 1)])
def test_a_yes_or_no_is_read_however_it_is_written(jiangan, word, found):
    in_jiangan()

    assert len(listed(jiangan, in_force=word)) == found


def test_a_title_shows_its_inclusive_last_day(jiangan):
    title = in_jiangan(valid_from=date(2024, 1, 1), valid_until=date(2027, 1, 1))

    response = jiangan.get(f"{URL}{title.series}/")

    shown = response.json()
    assert response.headers["ETag"] == f'"{title.series}-1"'
    assert (shown["valid_from"], shown["valid_to"]) == ("2024-01-01", "2026-12-31")
    assert shown["enterprise"]["name"] == title.enterprise.name
    assert shown["jurisdiction"]["code"] == "jiangan"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"subclass": "seed_unicorn", "tier": "unicorn", "batch": None},
        {"valid_until": None},
        {"review_pending": True, "extended_until": date(2030, 1, 1)},
        {"withdrawn_on": date(2020, 1, 1), "withdrawal_cause": "error"},
    ],
)
def test_a_list_says_of_a_title_what_the_title_itself_says(jiangan, values):
    title = in_jiangan(**values)

    [row] = jiangan.get(URL).json()["results"]

    assert row == jiangan.get(f"{URL}{title.series}/").json()


def test_every_filter_narrows_the_list(jiangan):
    today = timezone.localdate()
    batch = make_batch()
    firm = make_enterprise(unit=make_unit("jiangan"))
    base = make_title(
        firm,
        valid_from=today - timedelta(300),
        valid_until=today + timedelta(30),
        batch=batch,
        document_no="示例发〔2024〕1号",
    )
    tech = in_jiangan(tier="tech_sme", valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1))
    champion = in_jiangan(tier="champion", subclass="product", valid_until=None)

    assert listed(jiangan, enterprise=firm.pk) == {base.series}
    assert listed(jiangan, tier="champion", subclass="product") == {champion.series}
    assert listed(jiangan, tier="tech_innovative") == {base.series, tech.series}
    assert listed(jiangan, batch=batch.pk) == {base.series}
    assert listed(jiangan, document_no="示例发[2024]1号") == {base.series}
    assert listed(jiangan, jurisdiction="jiangan") == {base.series, tech.series, champion.series}
    assert listed(jiangan, jurisdiction="hanyang") == set()
    assert listed(jiangan, in_force="true") == {base.series, champion.series}
    assert listed(jiangan, in_force="false") == {tech.series}
    assert listed(jiangan, in_force_on="2020-12-31") == {tech.series}
    assert listed(jiangan, in_force_on="2021-01-01") == set()
    assert listed(jiangan, expiring_before=today + timedelta(30)) == {base.series}
    assert listed(jiangan, expiring_before=today + timedelta(29)) == set()


@pytest.mark.parametrize(
    "words",
    [
        {"tier": "emperor"},
        {"colour": "red"},
        {"jurisdiction": "atlantis"},
        {"in_force_on": "2026-13-01"},
        {"batch": "x"},
        {"ordering": "name"},
    ],
)
def test_unknown_or_faulty_parameters_are_refused(jiangan, words):
    response = jiangan.get(URL, words)

    assert response.status_code == 400
    assert next(iter(words)) in response.json()["errors"][0]["pointer"]


def test_pages_follow_one_another(jiangan):
    made = [in_jiangan().series for _ in range(3)]
    first = jiangan.get(URL, {"page_size": 2}).json()
    second = jiangan.get(first["next"]).json()

    assert [it["id"] for it in first["results"] + second["results"]] == sorted(made)
    assert second["next"] is None


@pytest.mark.parametrize("size", [1, 20])
def test_a_list_asks_as_many_questions_whatever_its_length(
    jiangan, size, django_assert_num_queries
):
    for _ in range(size):
        in_jiangan()
    jiangan.get(URL)

    with django_assert_num_queries(9):
        response = jiangan.get(URL)

    assert len(response.json()["results"]) == size


def test_given_read_corrected_and_every_version_kept(city):
    firm = make_enterprise()
    body = {
        "enterprise": firm.pk,
        "tier": "innovative_sme",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
        "document_no": "示例发[2026]3号",
    }
    made = post(city, URL, body)
    assert made.status_code == 201, made.content
    series = made.json()["id"]
    assert city.get(f"{URL}{series}/").json() == made.json()

    corrected = city.patch(
        f"{URL}{series}/",
        json.dumps({"valid_to": "2027-12-31", "reason": "原录入有误"}),
        "application/json",
        headers={"If-Match": made.headers["ETag"]},
    )

    assert (corrected.status_code, corrected.headers["ETag"]) == (200, f'"{series}-2"')
    versions = city.get(f"{URL}{series}/versions/").json()
    assert [it["valid_to"] for it in versions] == ["2028-12-31", "2027-12-31"]
    assert versions[0]["superseded_at"] == versions[1]["recorded_at"]
    assert versions[1]["change_note"] == "原录入有误"


def test_a_correction_needs_the_version_it_corrects(city):
    path = f"{URL}{make_title().series}/"
    body = json.dumps({"round": "2026", "reason": "补录"})

    missing = city.patch(path, body, "application/json")
    stale = city.patch(path, body, "application/json", headers={"If-Match": '"1-99"'})

    assert (missing.status_code, stale.status_code) == (428, 412)


def test_put_under_review_ended_and_given_back(city):
    path = f"{URL}{make_title().series}/"

    pending = post(city, f"{path}extend/", {"review_pending": True, "reason": "已受理复核"}).json()
    longer = post(city, f"{path}extend/", {"until": "2027-06-30", "reason": "公告延期"}).json()
    ended = post(
        city,
        f"{path}withdraw/",
        {"on": "2026-02-01", "cause": "violation", "document_no": "示例发〔2026〕4号"},
    ).json()
    back = post(city, f"{path}restore/", {"reason": "复议撤销"}).json()

    assert (pending["review_pending"], pending["in_force_to"]) == (True, None)
    assert (longer["extended_to"], longer["in_force_to"]) == ("2027-06-30", "2027-06-30")
    assert (ended["in_force_to"], ended["barred_to"]) == ("2026-01-31", "2029-01-31")
    assert (back["outcome"], back["in_force_to"], back["version"]) == ("restored", "2027-06-30", 5)


def test_a_passed_review_is_a_new_title(city):
    old = make_title(valid_until=date(2027, 1, 1))

    renewed = post(city, f"{URL}{old.series}/renew/", {"document_no": "示例发〔2026〕9号"})

    assert renewed.status_code == 201, renewed.content
    shown = renewed.json()
    assert (shown["predecessor"], shown["valid_from"], shown["valid_to"]) == (
        old.series,
        "2027-01-01",
        "2029-12-31",
    )


def test_refusals_say_what_to_do(city):
    title = make_title()
    body = {"enterprise": title.enterprise_id, "tier": "innovative_sme", "valid_from": "2026-05-01"}

    overlap = post(city, URL, body)
    missing = post(city, URL, {**body, "tier": "little_giant"})
    reversed_ = post(city, URL, {**body, "valid_to": "2026-04-30"})
    unknown = post(city, URL, {**body, "colour": "red"})
    nobody = post(city, URL, {**body, "enterprise": 0})

    assert (overlap.status_code, overlap.json()["code"]) == (409, "title_overlaps")
    assert "有效期不能重叠" in overlap.json()["detail"]
    assert (missing.status_code, missing.json()["code"]) == (409, "prerequisite_missing")
    assert reversed_.json()["errors"][0]["pointer"] == "/valid_to"
    assert unknown.json()["errors"][0]["pointer"] == "/colour"
    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (400, "/enterprise")


def test_the_same_key_gives_one_title(city):
    body = {"enterprise": make_enterprise().pk, "tier": "tech_sme", "valid_from": "2026-01-01"}
    key = {"Idempotency-Key": "title-0001"}

    first, again = post(city, URL, body, **key), post(city, URL, body, **key)
    other = post(city, URL, {**body, "round": "2026"}, **key)

    assert first.json() == again.json()
    assert other.status_code == 422
    assert AuditEvent.objects.filter(kind="title.recognise").count() == 1


def test_a_district_looks_but_gives_and_ends_nothing(jiangan):
    title = in_jiangan()
    body = {"enterprise": title.enterprise_id, "tier": "tech_sme", "valid_from": "2026-01-01"}

    assert post(jiangan, URL, body).status_code == 403
    words = {"on": "2026-02-01", "cause": "waived"}
    assert post(jiangan, f"{URL}{title.series}/withdraw/", words).status_code == 403
    assert Recognition.objects.current().get(series=title.series).version == 1
