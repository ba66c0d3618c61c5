"""Every kind has its list, form, interface, import, export and counts from one declaration."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from enterprises.models import ReportedFigure
from enterprises.queries.computed import computations
from measures.exchange.records import RecordList
from measures.models import (
    Clause,
    EnterpriseRecord,
    PublicEvent,
    Record,
    TechDeputy,
    kinds,
)
from measures.queries.records import counted, name_of, named, value
from measures.rules.records import first_day
from tests.enterprises.exchange.lists import applied, reverted
from tests.exchange.driving import handed_in, rows_of
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.records import make_record, said_of
from wuhan_smes.access import Reach
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.kinds import Context, Row
from wuhan_smes.exchange.kinds import kinds as lists
from wuhan_smes.scope import bootstrap_scope, scoped

ON = date(2025, 7, 25)
CITY = Reach(everywhere=True)


def test_every_kind_is_declared_whole() -> None:
    codes = {code for model in kinds().values() for code in model.told.clauses}
    declared = {name_of(m, c) for m in kinds().values() for c in m.told.counts}

    assert len(kinds()) == 20
    assert all(model.told.counts and model.told.about for model in kinds().values())
    assert declared <= computations()
    assert {f"record-{code}" for code in kinds()} <= {kind.name for kind in lists.all()}
    assert all(len(name) <= 60 for name in declared)
    for model in kinds().values():
        names = {field.name for field in model._meta.concrete_fields}
        for count in model.told.counts:
            used = {count.on, *([count.of] if count.of else [])}
            used |= {key.partition("__")[0] for key in count.where}
            assert used <= names, count
    assert codes


@pytest.mark.django_db
def test_kinds_name_clauses_and_figures_that_exist() -> None:
    known = set(Clause.objects.values_list("code", flat=True))
    counts = [count for model in kinds().values() for count in model.told.counts]
    named_clauses = {code for model in kinds().values() for code in model.told.clauses}
    used = ReportedFigure.objects.filter(counterpart="recorded").values_list(
        "computed_by", flat=True
    )

    assert named_clauses | {code for count in counts for code in count.clauses} <= known
    assert len(used) == 31
    assert all(named(name) is not None for name in used)


@pytest.mark.django_db
def test_every_kind_is_listed_told_put_right_and_struck_by_page_and_program() -> None:
    unit, other = make_unit("jiangxia"), make_unit("huangpi")
    enterprise, foreign = make_enterprise(unit=unit), make_enterprise(unit=other)
    user = make_user("district_staff", unit=unit)
    page, api = Client(), APIClient()
    page.force_login(user)
    api.force_login(user)
    assert len(api.get("/api/v1/records/").json()) == 20
    assert page.get("/records/").status_code == 200
    for code, model in kinds().items():
        hidden = _made(model, other, foreign)
        _told_by_program(api, code, model, unit, enterprise, hidden)
        _told_by_page(page, code, model, unit, enterprise, hidden)
    assert api.get("/api/v1/records/nothing/").status_code == 404
    assert page.get("/records/nothing/").status_code == 404


def _made(model: type[Record], unit: Any, enterprise: Any) -> Record:
    if issubclass(model, EnterpriseRecord):
        return make_record(model, enterprise=enterprise)
    return make_record(model, unit=unit)


def _told_by_program(
    api: APIClient, code: str, model: type[Record], unit: Any, enterprise: Any, hidden: Record
) -> None:
    owner = (
        {"enterprise": enterprise.pk}
        if issubclass(model, EnterpriseRecord)
        else {"jurisdiction": unit.code}
    )
    base = f"/api/v1/records/{code}/"
    said = said_of(model)
    made = api.post(base, {**said, **owner}, format="json")
    assert made.status_code == 201, (code, made.content)
    one = f"{base}{made.json()['id']}/"
    assert api.post(base, {**said, **owner}, format="json").status_code == 409
    assert api.patch(one, {"note": "改"}, format="json").status_code == 428
    put = api.patch(one, {"note": "改"}, format="json", headers={"If-Match": made["ETag"]})
    assert (put.status_code, put.json()["note"]) == (200, "改"), put.content
    assert api.get(f"{base}{hidden.pk}/").status_code == 404
    assert [row["id"] for row in api.get(base).json()["results"]] == [made.json()["id"]]
    assert len(api.get(f"{base}counts/").json()) == len(model.told.counts)
    assert api.post(f"{one}strike/", {"reason": "误登"}).json()["struck_reason"] == "误登"


def _told_by_page(
    page: Client, code: str, model: type[Record], unit: Any, enterprise: Any, hidden: Record
) -> None:
    said = {k: v for k, v in said_of(model).items() if v is not None}
    owner = (
        {"enterprise": enterprise.name}
        if issubclass(model, EnterpriseRecord)
        else {"jurisdiction": str(unit.pk)}
    )
    made = page.post(f"/records/{code}/new/", {**said, **owner})
    assert made.status_code == 302, (code, made.content.decode())
    with bootstrap_scope():
        row = model.objects.get(number=said["number"])
    one = f"/records/{code}/{row.pk}/"
    shown = page.get(f"/records/{code}/").content.decode()
    assert row.title in shown
    assert hidden.title not in shown
    count = model.told.counts[-1].code
    assert page.get(f"/records/{code}/?count={count}&on=2025-07-25").status_code == 200
    taken = page.get(f"/records/{code}/?layout=csv")
    text = b"".join(taken.streaming_content).decode()
    assert said["number"] in text
    assert hidden.number not in text
    again = page.post(one, {**said, "note": "页面更正", "version": row.version})
    assert again.status_code == 302, (code, again.content.decode())
    assert page.post(one, {"strike": "1", "reason": "误登"}).status_code == 302


@pytest.mark.django_db
def test_a_count_counts_its_span_its_words_and_its_unit() -> None:
    unit, other = make_unit("jiangxia"), make_unit("huangpi")
    fair = {"form": "fair", "special": True}
    make_record(PublicEvent, unit=unit, happened_on=ON, posts=100, **fair)
    make_record(PublicEvent, unit=other, happened_on=date(2024, 7, 26), posts=20, **fair)
    make_record(PublicEvent, unit=unit, happened_on=date(2024, 7, 25), posts=3, **fair)
    make_record(PublicEvent, unit=unit, happened_on=date(2025, 7, 26), posts=4, **fair)
    make_record(PublicEvent, unit=unit, posts=5, form="fair")
    make_record(PublicEvent, unit=unit, posts=6, struck_at=DAY_AT, struck_reason="误", **fair)
    posts = PublicEvent.told.count("fair-posts")
    mine = make_access("district_staff", unit=unit)

    assert value(PublicEvent, posts, on=ON, reach=CITY) == 120
    with scoped(mine):
        assert value(PublicEvent, posts, on=ON, reach=mine.total_reach()) == 100
        fairs = PublicEvent.told.count("special-fairs")
        assert value(PublicEvent, fairs, on=ON, reach=mine.total_reach()) == 1


DAY_AT = "2026-03-03T04:00:00Z"


def test_a_year_goes_back_to_the_day_after_the_same_day_even_from_the_29th_of_february() -> None:
    from measures.choices import CountOver  # noqa: PLC0415 - one use

    assert first_day(CountOver.YEAR, date(2024, 2, 29)) == date(2023, 3, 1)
    assert first_day(CountOver.CALENDAR, ON) == date(2025, 1, 1)
    assert first_day(CountOver.TOTAL, ON) is None


@pytest.mark.django_db
def test_a_standing_record_ends_on_its_day() -> None:
    enterprise = make_enterprise(unit=make_unit("jiangxia"))
    make_record(TechDeputy, enterprise=enterprise, ended_on=ON)

    found = {it.count.code: it.value for it in counted(TechDeputy, on=ON, reach=CITY)}

    assert (found["posted"], found["serving"]) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_lists_of_every_kind_come_in_change_nothing_twice_and_go_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", float("inf"))
    unit = make_unit("jiangxia")
    make_enterprise(unit=unit, name="示例甲科技有限公司", uscc="91420100616400352X")
    clerk = make_access("district_staff", unit=unit)
    for code in ("events", "deputies", "incoming-leads"):
        text = TEXTS[code]
        import_ = handed_in(text, clerk, kind=f"record-{code}", name=f"{code}.csv")
        assert [row.verdict for row in rows_of(import_, clerk)] == [Verdict.NEW], code
        done = applied(import_, clerk)
        assert done.state == ImportState.APPLIED
        with scoped(clerk):
            assert kinds()[code].objects.standing().count() == 1
        again = handed_in(text, clerk, kind=f"record-{code}", name=f"{code}-2.csv")
        assert [row.verdict for row in rows_of(again, clerk)] == [Verdict.UNCHANGED], code
        changed = handed_in(
            text.replace("首条", "改后"), clerk, kind=f"record-{code}", name=f"{code}-3.csv"
        )
        assert [row.verdict for row in rows_of(changed, clerk)] == [Verdict.CHANGED], code
        back = reverted(applied(changed, clerk), clerk)
        assert back.state == ImportState.REVERTED
        with scoped(clerk):
            row = kinds()[code].objects.standing().get()
            assert row.title == "首条"
        reverted(done, clerk)
        with scoped(clerk):
            assert not kinds()[code].objects.standing().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(set(kinds()) - {"events", "deputies", "incoming-leads"}))
def test_a_row_of_every_other_kind_is_new_then_unchanged_then_changed_and_taken_back(
    code: str,
) -> None:
    model, unit = kinds()[code], make_unit("jiangxia")
    clerk, enterprise = make_access("district_staff", unit=unit), make_enterprise(unit=unit)
    lists_of = RecordList(model)
    said = said_of(model)
    values = {name: said[it.name] for name, it in lists_of.columns.items() if it.name in said}
    row = Row(1, 0, 2, "", values, enterprise.pk if lists_of.of_enterprise else None)
    words = {"import_id": 1, "access": clerk, "at": DAY_AT, "source": "表", "rank": 1}
    here = Context(**words, jurisdiction_id=unit.pk)  # type: ignore[arg-type] # a moment as text
    with scoped(clerk):
        assert [it.verdict for it in lists_of.decide([row], here)] == [Verdict.NEW]
        first = list(lists_of.apply([row], here))
        assert [it.verdict for it in lists_of.decide([row], here)] == [Verdict.UNCHANGED]
        row.values["record_title"] = "改后"
        assert [it.verdict for it in lists_of.decide([row], here)] == [Verdict.CHANGED]
        second = list(lists_of.apply([row], here))
        assert model.objects.standing().get().title == "改后"
        assert lists_of.touched(second) == {}
        lists_of.undo(second, here)
        assert model.objects.standing().get().title == said["title"]
        lists_of.undo(first, here)
        assert not model.objects.standing().exists()


TEXTS = {
    "events": "台账编号,事项名称,日期,形式,专精特新专场,参加企业,岗位,对接金额(万元)\n"
    "HD-1,首条,2025-03-01,招聘会,是,112,3000,12.5\n",
    "deputies": "企业名称,统一社会信用代码,台账编号,事项名称,日期,姓名,派出单位,解决技术难题\n"
    "示例甲科技有限公司,91420100616400352X,FZ-1,首条,2025-03-01,李四,示例大学,3\n",
    "incoming-leads": "台账编号,事项名称,日期,进展,登记日期,带来称号\n"
    "YJ-1,首条,2025-03-01,登记落户,2025-04-01,专精特新“小巨人”企业\n",
}
