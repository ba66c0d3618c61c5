"""Giving a title: what it takes, what it leaves behind, and every way it is refused."""

from datetime import date

import pytest
from django.db import IntegrityError

from enterprises.actions import recognitions
from enterprises.actions.title_versions import SomeRefused
from enterprises.choices import Tier
from enterprises.models import Recognition
from enterprises.rules.awards import Barred, PrerequisiteMissing, TitleOverlaps
from tests.enterprises.titles.conftest import (
    NOON,
    Town,
    award,
    build_town,
    current,
    entries,
    recognise,
)
from tests.factories.titles import make_batch
from tests.races import race
from wuhan_smes.errors import InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import scoped


@pytest.mark.covers("enterprises.recognitions.recognise", "works")
def test_a_title_is_given_for_its_legal_term_and_leaves_an_entry(town: Town) -> None:
    enterprise = town.enterprise()

    with scoped(town.keeper):
        title = recognise(town, enterprise, document_no="鄂经信[2026]9号", certificate_no="A-1")

    kept = current(title.series)
    assert (kept.version, kept.outcome, kept.recogniser_level) == (1, "new", "provincial")
    assert (kept.valid_from, kept.valid_until) == (date(2026, 1, 1), date(2029, 1, 1))
    assert (kept.in_force.lower, kept.in_force.upper) == (kept.valid_from, kept.valid_until)
    assert kept.document_no == "鄂经信〔2026〕9号"
    (entry,) = entries("title.recognise")
    assert (entry["enterprise_id"], entry["tier"]) == (enterprise.pk, "innovative_sme")
    assert entry["valid_until"] == "2029-01-01"


@pytest.mark.covers("enterprises.recognitions.recognise", "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"tier": "tech_innovative"}, "“科技和创新型中小企业”是科技型与创新型的并集口径"),
        ({"tier": "emperor"}, "没有这个梯度"),
        ({"subclass": "product"}, "“创新型中小企业”没有这个子类"),
        ({"valid_until": date(2025, 12, 31)}, "截止日期 2025-12-30 早于起始日期 2026-01-01"),
        ({"valid_from": None}, "请填写有效期起"),
        ({"announced_on": date(2026, 3, 4)}, "公布日期不能晚于今天"),
        ({"valid_from": date(2019, 12, 31)}, "有效期起不能早于企业成立日期（2020-01-01）"),
        ({"batch_id": 0}, "没有这个批次"),
        ({"outcome": "restored"}, "新登记的称号只能是新认定或迁入"),
        ({"recogniser_level": "galactic"}, "没有这个认定层级"),
    ],
)
def test_a_faulty_award_is_refused_with_a_sentence(
    town: Town, wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InputRefused, match=sentence):
        recognise(town, town.enterprise(), **wrong)
    assert not Recognition.objects.filter(jurisdiction=town.unit).exists()


def test_the_same_title_cannot_be_held_twice_at_a_time(town: Town) -> None:
    enterprise = town.enterprise()
    recognise(town, enterprise, valid_from=date(2024, 1, 1))

    sentence = "该企业在 2024-01-01 至 2026-12-31 已有“创新型中小企业”称号，有效期不能重叠"
    with pytest.raises(TitleOverlaps, match=sentence):
        recognise(town, enterprise, valid_from=date(2026, 12, 31))
    recognise(town, enterprise, valid_from=date(2027, 1, 1))


def test_another_subclass_is_another_title(town: Town) -> None:
    enterprise = town.enterprise()
    for subclass in ("demonstration", "product"):
        recognise(town, enterprise, tier=Tier.CHAMPION, subclass=subclass)

    assert Recognition.objects.current().filter(enterprise=enterprise).count() == 2


def test_an_enterprise_out_of_business_gets_no_title(town: Town) -> None:
    with pytest.raises(TransitionRefused, match="企业已注销，不能认定称号"):
        recognise(town, town.enterprise(status="deregistered"))


def test_a_barred_enterprise_is_told_until_when(town: Town) -> None:
    enterprise = town.enterprise()
    town.title(
        enterprise=enterprise,
        withdrawn_on=date(2025, 3, 1),
        withdrawal_cause="violation",
        barred_until=date(2028, 3, 1),
    )

    with pytest.raises(Barred, match="2028-02-29 前（含）不得再次认定"):
        recognise(town, enterprise)
    recognise(town, enterprise, valid_from=date(2028, 3, 1))


def test_a_lower_title_comes_first_unless_a_reason_is_given(town: Town) -> None:
    enterprise = town.enterprise()

    with pytest.raises(PrerequisiteMissing, match="没有有效的“科技型中小企业”或“创新型中小企业”"):
        recognise(town, enterprise, tier=Tier.SRDI_SME)
    recognise(town, enterprise, tier=Tier.SRDI_SME, despite="省厅批复同意直接认定")

    assert entries("title.recognise")[-1]["despite"] == "省厅批复同意直接认定"


def test_a_lower_title_that_ended_the_day_before_does_not_count(town: Town) -> None:
    enterprise = town.enterprise()
    town.title(enterprise=enterprise, valid_until=date(2026, 1, 1))

    with pytest.raises(PrerequisiteMissing):
        recognise(town, enterprise, tier=Tier.SRDI_SME)
    recognise(town, enterprise, tier=Tier.SRDI_SME, valid_from=date(2025, 12, 31))


def test_what_a_list_leaves_out_comes_from_its_batch(town: Town) -> None:
    batch = make_batch(
        document_no="鄂经信〔2026〕8号",
        announced_on=date(2026, 2, 1),
        valid_from=date(2026, 2, 1),
        valid_until=date(2028, 2, 1),
        rule_set="cultivation_2022",
    )

    title = recognise(town, town.enterprise(), batch_id=batch.pk, tier="", valid_from=None)

    assert (title.tier, title.document_no) == ("innovative_sme", "鄂经信〔2026〕8号")
    assert (title.valid_from, title.valid_until) == (date(2026, 2, 1), date(2028, 2, 1))
    with pytest.raises(InputRefused, match="与所填梯度不符"):
        recognise(town, town.enterprise(), batch_id=batch.pk, tier=Tier.CHAMPION)


@pytest.mark.covers("enterprises.recognitions.recognise", "reach")
@pytest.mark.covers("enterprises.recognitions.recognise_set", "reach")
def test_enterprises_of_another_unit_get_no_title_from_here(town: Town) -> None:
    enterprise, mine = town.enterprise(), town.enterprise()
    town_there = Town(town.unit, town.neighbour, town.keeper, town.city, town.reader)

    with scoped(town.neighbour), pytest.raises(InputRefused, match="不在您的管理范围内"):
        recognise(town_there, enterprise)
    with scoped(town.neighbour), pytest.raises(InputRefused, match="有 2 家企业不存在"):
        recognitions.recognise_set(
            {enterprise.pk: award(), mine.pk: award()}, access=town.neighbour, at=NOON
        )
    assert not Recognition.objects.filter(jurisdiction=town.unit).exists()


@pytest.mark.covers("enterprises.recognitions.recognise", "capability")
@pytest.mark.covers("enterprises.recognitions.recognise_set", "capability")
def test_who_only_keeps_enterprises_gives_no_titles(town: Town) -> None:
    given = {town.enterprise().pk: award()}

    with pytest.raises(NotPermitted):
        recognitions.recognise_set(given, access=town.reader, at=NOON)
    with pytest.raises(NotPermitted):
        recognitions.recognise(next(iter(given)), access=town.reader, at=NOON, award=award())


@pytest.mark.covers("enterprises.recognitions.recognise_set", "works")
def test_a_list_is_awarded_in_as_many_statements_whatever_its_length(
    town: Town, django_assert_num_queries
) -> None:
    for size in (2, 40):
        given = {town.enterprise().pk: award() for _ in range(size)}
        with django_assert_num_queries(10):
            titles = recognitions.recognise_set(given, access=town.keeper, at=NOON)
        assert [title.enterprise_id for title in titles] == list(given)

    assert len(entries("title.recognise")) == 42


@pytest.mark.covers("enterprises.recognitions.recognise_set", "refused")
def test_a_list_with_two_refused_names_them_and_awards_nobody(town: Town) -> None:
    gone = town.enterprise(name="示例甲公司", status="deregistered")
    young = town.enterprise(name="示例乙公司", established_on=date(2026, 2, 1))
    given = {it.pk: award() for it in (town.enterprise(), gone, young)}

    with pytest.raises(SomeRefused) as refused:
        recognitions.recognise_set(given, access=town.keeper, at=NOON)

    assert "有 2 家不能办理，整批未作改动：示例甲公司：企业已注销" in refused.value.message
    assert "示例乙公司：有效期起不能早于企业成立日期" in refused.value.message
    assert not Recognition.objects.filter(jurisdiction=town.unit).exists()


@pytest.mark.covers("enterprises.recognitions.recognise", "race")
@pytest.mark.covers("enterprises.recognitions.recognise_set", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_same_title_at_once_one_is_refused() -> None:
    town = build_town()
    single, listed = town.enterprise(), town.enterprise()

    def give() -> object:
        return recognise(town, single)

    def give_list() -> object:
        given = {listed.pk: award()}
        return recognitions.recognise_set(given, access=town.city, at=NOON)

    assert race(give, give, as_first=town.keeper, as_second=town.keeper) == (
        "done",
        "title_overlaps",
    )
    assert race(give_list, give_list, as_first=town.city, as_second=town.city) == (
        "done",
        "title_overlaps",
    )


def test_the_database_refuses_an_overlap_too(town: Town) -> None:
    title = town.title()
    with pytest.raises(IntegrityError, match="recognition_one_in_force"):
        town.title(enterprise=title.enterprise)
