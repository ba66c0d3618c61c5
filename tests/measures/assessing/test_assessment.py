"""Districts report of themselves, somebody else checks, and what is known is ranked."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from measures.actions import assessing, assessing_checks
from measures.choices import IndicatorAim, ReturnState
from measures.models import (
    AssessmentRound,
    DistrictIndex,
    DistrictReturn,
    IndexIndicator,
    ReturnEvidence,
)
from measures.queries.assessing import ranking
from measures.rules.assessing import Weighed, points, ranked, score
from tests.factories.accounts import make_access, make_unit, make_user
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

AT = datetime(2026, 7, 10, 4, tzinfo=UTC)
PDF = b"%PDF-1.4 evidence"
TOLD: dict[str, Decimal | None] = {
    "paid-in-time": Decimal(80),
    "days-to-pay": Decimal(15),
    "third-party": Decimal(90),
}
HALF = {
    "name": "2026 年上半年",
    "first_on": date(2026, 1, 1),
    "last_on": date(2026, 6, 30),
    "due_on": date(2026, 7, 31),
}
EARLIER = {
    "name": "2025 年下半年",
    "first_on": date(2025, 7, 1),
    "last_on": date(2025, 12, 31),
    "due_on": date(2026, 1, 31),
}


class City:
    """Two districts with somebody who reports, and two people of the bureau."""

    def __init__(self) -> None:
        self.near, self.far = make_unit("jiangxia"), make_unit("huangpi")
        self.clerk = make_access("district_staff", unit=self.near)
        self.other = make_access("district_staff", unit=self.far)
        self.bureau, self.lead = make_access("bureau_staff"), make_access("bureau_lead")

    def begin(self, **words: Any) -> AssessmentRound:
        with scoped(self.bureau):
            return assessing.open_round(access=self.bureau, at=AT, **{**HALF, **words})

    def tell(self, of: AssessmentRound, who: Access, unit: Any, **words: Any) -> DistrictReturn:
        said = {"jurisdiction_id": unit.pk, "figures": TOLD, **words}
        with scoped(who):
            return assessing.report_self(of.pk, access=who, at=AT, **said)

    def settle(self, row: DistrictReturn, **words: Any) -> DistrictReturn:
        with scoped(self.lead):
            return assessing_checks.check(row.pk, access=self.lead, at=AT, **words)


def line(**words: Any) -> assessing.Line:
    given = {"code": "a", "label": "指标", "weight": 100, "unit": "家", "full": Decimal(10)}
    return assessing.Line(**{**given, "definition": "示例", **words})


def test_points_are_a_share_of_the_weight_and_the_unknown_earns_no_total() -> None:
    def of(value: int | None, aim: str = "more") -> Weighed:
        known = None if value is None else Decimal(value)
        return Weighed(20, IndicatorAim(aim), Decimal(50), known)

    assert [points(of(n)) for n in (0, 25, 50, 90)] == [0, 10, 20, 20]
    assert [points(of(n, "less")) for n in (0, 25, 50, 90)] == [20, 10, 0, 0]
    assert score([of(25), of(25, "less")]) == 20
    assert score([of(25), of(None)]) is None
    assert ranked([Decimal(3), None, Decimal(9), Decimal(3)]) == [2, None, 1, 2]


@pytest.mark.django_db
@pytest.mark.covers("measures.assessing.set_index", "works", "refused", "reach", "capability")
def test_an_edition_weighs_100_begins_after_the_last_and_never_changes() -> None:
    city = City()
    words: dict[str, Any] = {
        "title": "各区评估",
        "effective_from": date(2027, 1, 1),
        "source": "示例通知",
        "indicators": [line(weight=60), line(code="b", weight=40, computed_by="managing_units")],
    }
    with scoped(city.lead):
        made = assessing.set_index(access=city.lead, at=AT, **words)
        assert (made.edition, made.indicators.count()) == (2, 2)
        assert DistrictIndex.objects.on(date(2026, 6, 30)).edition == 1
        with pytest.raises(ActionRefused, match="2027-01-01"):
            assessing.set_index(access=city.lead, at=AT, **words)
        later = {**words, "effective_from": date(2028, 1, 1)}
        for wrong in (
            {"indicators": [line(weight=99)]},
            {"indicators": [line(weight=50), line(weight=50)]},
            {"indicators": [line(full=Decimal(0))]},
            {"indicators": [line(computed_by="guessed")]},
            {"title": " "},
            {"source": ""},
        ):
            with pytest.raises(InputRefused):
                assessing.set_index(access=city.lead, at=AT, **{**later, **wrong})
    near = Access(7, "区", {Capability.MEASURE_EDIT: city.clerk.total_reach()})
    for who in (city.bureau, near):
        with scoped(who), pytest.raises(NotPermitted):
            assessing.set_index(access=who, at=AT, **later)
    with bootstrap_scope():
        extra = IndexIndicator(
            index=made, code="c", label="c", weight=1, unit="家", source="reported", aim="more",
            full=1, definition="x",
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="100"), transaction.atomic():
            extra.save()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            made.indicators.update(weight=50)


@pytest.mark.django_db
@pytest.mark.covers("measures.assessing.open_round", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.assessing.report_self", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.assessing.attach", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.assessing_checks.check", "works", "refused", "reach", "capability")
@pytest.mark.covers(
    "measures.assessing_checks.give_back", "works", "refused", "reach", "capability"
)
def test_a_district_reports_shows_its_files_is_returned_once_and_checked_by_another() -> None:
    city = City()
    of = city.begin()
    auditor = make_access("auditor")
    by: dict[str, Any] = {"access": city.bureau, "at": AT}
    with scoped(city.bureau):
        with pytest.raises(ActionRefused, match="重叠"):
            assessing.open_round(**by, **HALF)
        for wrong in ({"name": " "}, {"due_on": date(2026, 6, 1)}):
            with pytest.raises(InputRefused):
                assessing.open_round(**by, **{**HALF, **wrong})
    near = Access(7, "区", {Capability.PROGRESS_CHECK: city.clerk.total_reach()})
    for who in (city.clerk, near):
        with scoped(who), pytest.raises(NotPermitted):
            assessing.open_round(access=who, at=AT, **HALF)

    with pytest.raises(DistrictReturn.DoesNotExist):
        city.tell(of, city.other, city.near)
    with pytest.raises(NotPermitted):
        city.tell(of, auditor, city.near)
    for wrong in ({"srdi": Decimal(1)}, {"paid-in-time": Decimal(-1)}):
        with pytest.raises(InputRefused):
            city.tell(of, city.clerk, city.near, figures=wrong)
    row = city.tell(of, city.clerk, city.near)
    with pytest.raises(ActionRefused, match="已经自评"):
        city.tell(of, city.clerk, city.near)
    file: dict[str, Any] = {"indicator": "third-party", "name": "报告.pdf", "data": PDF, "at": AT}
    with scoped(city.clerk):
        kept = assessing.attach(row.pk, access=city.clerk, **file)
        with pytest.raises(ActionRefused, match="已经上传"):
            assessing.attach(row.pk, access=city.clerk, **file)
        with pytest.raises(InputRefused):
            assessing.attach(row.pk, access=city.clerk, **{**file, "indicator": "luck"})
    for who, refusal in ((city.other, DistrictReturn.DoesNotExist), (auditor, NotPermitted)):
        with scoped(who), pytest.raises(refusal):
            assessing.attach(row.pk, access=who, **file)

    far = Access(8, "区", {Capability.PROGRESS_CHECK: city.other.total_reach()})
    signer = Access(row.signed_by_id, "同一人", city.lead.reaches)
    acts: tuple[tuple[Callable[..., Any], dict[str, Any]], ...] = (
        (assessing_checks.check, {}),
        (assessing_checks.give_back, {"reason": "请补"}),
    )
    for act, words in acts:
        for who, refused in (
            (city.clerk, NotPermitted),
            (far, DistrictReturn.DoesNotExist),
            (signer, NotPermitted),
        ):
            with scoped(who), pytest.raises(refused):
                act(row.pk, access=who, at=AT, **words)
    with scoped(city.lead):
        with pytest.raises(InputRefused):
            assessing_checks.give_back(row.pk, access=city.lead, at=AT, reason=" ")
        back = assessing_checks.give_back(row.pk, access=city.lead, at=AT, reason="请补")
        with pytest.raises(ActionRefused, match="已退回"):
            assessing_checks.check(row.pk, access=city.lead, at=AT)
    assert (back.state, back.times_returned) == (ReturnState.RETURNED, 1)
    again = city.tell(of, city.clerk, city.near, note="已补")
    assert (again.pk, again.version) == (row.pk, 3)
    with pytest.raises(InputRefused):
        city.settle(again, corrections={"third-party": (Decimal(70), "")})
    with pytest.raises(InputRefused):
        city.settle(again, corrections={"luck": (Decimal(70), "x")})
    done = city.settle(again, corrections={"third-party": (Decimal(70), "按第三方原件")})

    assert done.state == ReturnState.CHECKED
    with scoped(city.lead):
        figures = {it.indicator.code: it for it in done.figures.select_related("indicator")}
        assert (figures["third-party"].reported, figures["third-party"].checked) == (90, 70)
        assert figures["paid-in-time"].checked == 80
        assert figures["srdi"].reported == 0
        assert ReturnEvidence.objects.get(figure=figures["third-party"]) == kept
        assert AuditEvent.objects.filter(kind__startswith="district_return.").count() == 5
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            DistrictReturn.objects.filter(pk=row.pk).update(note="改")
    with scoped(city.clerk), pytest.raises(ActionRefused, match="已核定"):
        assessing.attach(row.pk, access=city.clerk, **file)
    with pytest.raises(ActionRefused, match="结束后"):
        city.tell(
            city.begin(first_on=date(2026, 7, 1), last_on=date(2026, 12, 31),
                       due_on=date(2027, 1, 31)),
            city.clerk, city.near,
        )  # fmt: skip


@pytest.mark.django_db
def test_units_are_ranked_beside_their_place_before_and_see_only_themselves() -> None:
    city = City()
    for words, near, far in ((EARLIER, 95, 20), (HALF, 30, 60)):
        of = city.begin(**words)
        for who, unit, value in ((city.clerk, city.near, near), (city.other, city.far, far)):
            told = {**TOLD, "third-party": Decimal(value)}
            city.settle(city.tell(of, who, unit, figures=told))

    with scoped(city.bureau):
        found = ranking(of, reach=city.bureau.total_reach())
        first, second = found[:2]
        assert (first.unit, first.rank, first.rank_before) == (city.far, 1, 2)
        assert (second.unit, second.rank, second.rank_before) == (city.near, 2, 1)
        assert len(found) == 15
        assert {it.score for it in found[2:]} == {None}
        assert first.score == first.own_score
    with scoped(city.clerk):
        (own,) = ranking(of, reach=city.clerk.total_reach())
        assert (own.unit, own.rank, own.score) == (city.near, None, second.score)


@pytest.mark.django_db
def test_pages_and_programs_lead_from_the_round_to_the_ranking() -> None:
    unit = make_unit("jiangxia")
    clerk, lead = make_user("district_staff", unit=unit), make_user("bureau_lead")
    own, bureau, api, district = Client(), Client(), APIClient(), APIClient()
    for client, user in ((own, clerk), (bureau, lead), (api, lead), (district, clerk)):
        client.force_login(user)
    opened = {name: str(value) for name, value in HALF.items()}
    opened |= {"first_on": "2025-01-01", "last_on": "2025-06-30", "due_on": "2025-07-31"}
    assert own.post("/district-assessment/", opened).status_code == 404
    assert bureau.post("/district-assessment/", {}).status_code == 200
    assert bureau.post("/district-assessment/", opened).status_code == 302
    of = api.get("/api/v1/district-rounds/").json()["results"][0]
    one = f"/district-assessment/{of['id']}/"
    form = {**{code: str(value) for code, value in TOLD.items()}, "note": "如实"}
    file = SimpleUploadedFile("评价.pdf", PDF, "application/pdf")
    made = own.post(f"{one}unit/", {**form, "files-third-party": file})
    assert made.status_code == 302, made.content.decode()
    with bootstrap_scope():
        row = DistrictReturn.objects.get()
        kept = ReturnEvidence.objects.get()
    address = f"/district-returns/{row.pk}/"
    assert "评价.pdf" in bureau.get(f"{one}unit/?unit=jiangxia").content.decode()
    taken = bureau.get(f"{address}evidence/{kept.pk}/")
    assert b"".join(taken.streaming_content) == PDF
    bureau.post(f"{address}judge/", {"return": "1"})
    bad = bureau.post(f"{address}judge/", {"check": "1", "value-third-party": "abc"})
    assert bad.status_code == 400
    words = {"check": "1", "value-third-party": "70", "why-third-party": "按原件"}
    assert bureau.post(f"{address}judge/", words).status_code == 302
    assert "按原件" in own.get(f"{one}unit/").content.decode()
    assert own.get(f"{one}unit/?unit=huangpi").status_code == 404
    assert bureau.get(one).status_code == 200
    assert bureau.get("/district-assessment/index/new/").status_code == 200
    index = {"title": "各区评估", "effective_from": "2027-01-01", "source": "示例通知"}
    with bootstrap_scope():
        for it in IndexIndicator.objects.all():
            index |= {f"weight-{it.code}": str(it.weight), f"full-{it.code}": str(it.full)}
    short = bureau.post("/district-assessment/index/new/", {**index, "weight-srdi": "19"})
    assert "合计 100" in short.content.decode()
    assert bureau.post("/district-assessment/index/new/", index).status_code == 302

    round_body = {**opened, "name": "下一期", "first_on": "2025-07-01"}
    round_body |= {"last_on": "2025-12-31", "due_on": "2026-01-31"}
    later = api.post("/api/v1/district-rounds/", round_body).json()["id"]
    told = {"jurisdiction": "jiangxia", "figures": {"third-party": "80"}}
    sent = district.post(f"/api/v1/district-rounds/{later}/report/", told, format="json")
    assert sent.status_code == 201, sent.content
    base = f"/api/v1/district-returns/{sent.json()['id']}/"
    file = SimpleUploadedFile("再.pdf", PDF, "application/pdf")
    given = {"indicator": "third-party", "file": file}
    evidence = district.post(f"{base}attach/", given, format="multipart")
    assert evidence.status_code == 201, evidence.content
    fetched = api.get(f"{base}evidence/{evidence.json()['id']}/")
    assert b"".join(fetched.streaming_content) == PDF
    assert api.post(f"{base}return/", {"reason": "补"}).json()["state"] == "returned"
    district.post(f"/api/v1/district-rounds/{later}/report/", told, format="json")
    correction = {"indicator": "paid-in-time", "value": "50", "reason": "按拨付台账"}
    checked = api.post(f"{base}check/", {"corrections": [correction]}, format="json")
    assert checked.json()["state"] == "checked", checked.content
    listed = api.get(f"/api/v1/district-rounds/{later}/ranking/").json()
    assert [it["rank_before"] for it in listed if it["unit"]["code"] == "jiangxia"] == [1]
    body = {
        "title": "三版",
        "effective_from": "2028-01-01",
        "source": "示例",
        "indicators": [{"code": "a", "label": "甲", "weight": 100, "unit": "家", "full": "5",
                        "definition": "示例"}],
    }  # fmt: skip
    assert api.post("/api/v1/district-indexes/", body, format="json").status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("measures.assessing.set_index", "race")
@pytest.mark.covers("measures.assessing.open_round", "race")
@pytest.mark.covers("measures.assessing.report_self", "race")
@pytest.mark.covers("measures.assessing.attach", "race")
@pytest.mark.covers("measures.assessing_checks.check", "race")
@pytest.mark.covers("measures.assessing_checks.give_back", "race")
def test_of_two_at_once_the_second_is_told() -> None:
    city = City()

    def both(act: Callable[[], object], who: Access) -> tuple[str, str]:
        return race(act, act, as_first=who, as_second=who)

    def edition() -> object:
        words: dict[str, Any] = {"title": "二版", "source": "示例", "indicators": [line()]}
        day = date(2027, 1, 1)
        return assessing.set_index(access=city.lead, at=AT, effective_from=day, **words)

    def begin() -> object:
        return assessing.open_round(access=city.bureau, at=AT, **HALF)

    assert both(edition, city.lead) == ("done", "refused")
    assert both(begin, city.bureau) == ("done", "refused")
    with scoped(city.bureau):
        of = AssessmentRound.objects.get()

    def tell() -> object:
        words: dict[str, Any] = {"jurisdiction_id": city.near.pk, "figures": TOLD}
        return assessing.report_self(of.pk, access=city.clerk, at=AT, **words)

    assert both(tell, city.clerk) == ("done", "refused")
    with scoped(city.clerk):
        row = DistrictReturn.objects.get()

    def attach() -> object:
        words: dict[str, Any] = {"indicator": "third-party", "name": "a.pdf", "data": PDF}
        return assessing.attach(row.pk, access=city.clerk, at=AT, **words)

    def check() -> object:
        return assessing_checks.check(row.pk, access=city.lead, at=AT)

    other = city.tell(of, city.other, city.far)

    def back() -> object:
        return assessing_checks.give_back(other.pk, access=city.lead, at=AT, reason="补")

    assert both(attach, city.clerk) == ("done", "refused")
    assert both(check, city.lead) == ("done", "refused")
    assert both(back, city.lead) == ("done", "refused")
