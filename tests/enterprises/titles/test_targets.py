"""Targets and reported figures: kept by the city, never without a source and a day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from enterprises.actions import figures, targets
from enterprises.models import ReportedFigure, TierTarget
from tests.enterprises.titles.conftest import NOON, Town, build_town, entries
from tests.races import race
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import scoped

TARGET: Final[dict[str, Any]] = {
    "code": "test-target",
    "label": "示例：专精特新中小企业数量",
    "tier": "srdi_sme",
    "due_on": date(2028, 12, 31),
    "value": 4000,
    "basis": "stock",
    "document": "示例措施",
    "clause": "第一条",
}
FIGURE: Final[dict[str, Any]] = {
    "code": "test-figure",
    "label": "示例：服务站数量",
    "group": "服务体系",
    "value": Decimal("1000.00"),
    "unit": "个",
    "as_of": date(2025, 6, 30),
    "document": "示例答复",
    "clause": "第二段",
}


def set_target(town: Town, **values: Any) -> TierTarget:
    words = {**TARGET, **values}
    words.setdefault("jurisdiction_id", town.unit.pk)
    return targets.set_target(access=town.city, at=NOON, **words)


def record(town: Town, **values: Any) -> ReportedFigure:
    return figures.record(access=town.city, at=NOON, **{**FIGURE, **values})


@pytest.mark.covers("enterprises.targets.set_target", "works")
@pytest.mark.covers("enterprises.targets.amend", "works")
def test_a_target_is_set_and_raised_with_both_values_in_the_trail(town: Town) -> None:
    with scoped(town.city):
        target = set_target(town, flags=["F1"])
        targets.amend(target.pk, access=town.city, at=NOON, values={"value": 4500})

    target.refresh_from_db()
    assert (target.value, target.flags, target.version) == (4500, ["F1"], 2)
    assert entries("target.set")[-1]["value"] == 4000
    assert entries("target.amend") == [{"value": [4000, 4500]}]


@pytest.mark.covers("enterprises.figures.record", "works")
@pytest.mark.covers("enterprises.figures.amend", "works")
def test_a_figure_is_recorded_and_amended_with_both_values_in_the_trail(town: Town) -> None:
    with scoped(town.city):
        figure = record(town)
        figures.amend(figure.pk, access=town.city, at=NOON, values={"value": Decimal(1001)})

    figure.refresh_from_db()
    assert (figure.value, figure.version) == (Decimal(1001), 2)
    assert entries("figure.record")[-1]["document"] == "示例答复"
    assert entries("figure.amend") == [{"value": ["1000.00", "1001"]}]


@pytest.mark.covers("enterprises.targets.set_target", "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "有空格 的代码"}, "代码由 1 至 60 个字母"),
        ({"label": " "}, "请填写名称"),
        ({"document": " "}, "请填写文件"),
        ({"clause": ""}, "请填写条款"),
        ({"tier": "emperor"}, "没有这个梯度"),
        ({"basis": "whim"}, "口径只能是"),
        ({"value": -1}, "目标值应为不小于 0 的整数"),
        ({"due_on": None}, "请填写到期日期"),
        ({"starts_on": date(2029, 1, 1)}, "到期日期须晚于起算日期"),
        ({"basis": "cumulative"}, "累计口径须写明起算日期"),
        ({"flags": ["F1", "X"]}, "存疑编号应形如 F3：X"),
        ({"jurisdiction_id": 0}, "没有这个管理单位"),
        ({"chain_id": 0}, "没有这条产业链"),
    ],
)
def test_a_faulty_target_is_refused(town: Town, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputRefused, match=sentence):
        set_target(town, **wrong)
    assert not TierTarget.objects.filter(code=TARGET["code"]).exists()


@pytest.mark.covers("enterprises.figures.record", "refused")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"document": ""}, "请填写文件"),
        ({"clause": " "}, "请填写条款"),
        ({"unit": ""}, "请填写单位"),
        ({"as_of": None}, "公布数须写明统计截止日"),
        ({"as_of": date(2026, 3, 4)}, "统计截止日不能晚于今天"),
        ({"value": None}, "请填写公布数"),
        ({"qualifier": "whim"}, "没有这种表述"),
        ({"counterpart": "whim"}, "对照只能是"),
        ({"counterpart": "computed"}, "由系统计算的须写明计算项"),
        ({"computed_by": "tier_counts"}, "由系统计算的须写明计算项"),
        ({"tier": "emperor"}, "没有这个梯度"),
    ],
)
def test_a_figure_without_source_date_or_sense_is_refused(
    town: Town, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InputRefused, match=sentence):
        record(town, **wrong)
    assert not ReportedFigure.objects.filter(code=FIGURE["code"]).exists()


def test_every_target_and_figure_of_the_documents_could_be_amended(town: Town) -> None:
    told = {"note": "核对无误"}
    for figure in ReportedFigure.objects.order_by("pk"):
        figures.amend(figure.pk, access=town.city, at=NOON, values=told)
    for target in TierTarget.objects.order_by("pk"):
        words = {"definition": f"{target.definition}（已核对）"}
        targets.amend(target.pk, access=town.city, at=NOON, values=words)

    assert len(entries("figure.amend")) == ReportedFigure.objects.count()
    assert len(entries("target.amend")) == TierTarget.objects.count()


def test_the_day_of_publication_will_do_where_the_day_counted_is_unknown(town: Town) -> None:
    assert record(town, as_of=None, stated_on=date(2025, 7, 25)).as_of is None


@pytest.mark.covers("enterprises.targets.amend", "refused")
@pytest.mark.covers("enterprises.figures.amend", "refused")
def test_a_code_is_taken_once_and_stays(town: Town) -> None:
    target, figure = set_target(town), record(town)

    for again in (set_target, record):
        with pytest.raises(ActionRefused, match="该代码已经登记"):
            again(town)
    kept: tuple[tuple[Callable[..., object], int, str], ...] = (
        (targets.amend, target.pk, target.clause),
        (figures.amend, figure.pk, figure.clause),
    )
    for amend, pk, clause in kept:
        for wrong, sentence in (
            ({"code": "other"}, "该项不能修改"),
            ({"clause": clause}, "没有需要修改的内容"),
            ({"document": " "}, "请填写文件"),
        ):
            with pytest.raises(ActionRefused, match=sentence):
                amend(pk, access=town.city, at=NOON, values=wrong)
        with pytest.raises(StaleVersion):
            amend(pk, access=town.city, at=NOON, values={"unit": "户"}, expected_version=7)


@pytest.mark.covers("enterprises.targets.set_target", "reach", "capability")
@pytest.mark.covers("enterprises.targets.amend", "reach", "capability")
@pytest.mark.covers("enterprises.figures.record", "reach", "capability")
@pytest.mark.covers("enterprises.figures.amend", "reach", "capability")
def test_targets_and_figures_are_kept_by_the_city_alone(town: Town) -> None:
    target, figure = set_target(town), record(town)
    for access in (town.keeper, town.reader):
        as_him = Town(town.unit, access, access, access, access)
        with scoped(access), pytest.raises(NotPermitted):
            set_target(as_him, code="mine", jurisdiction_id=town.unit.pk)
        with scoped(access), pytest.raises(NotPermitted):
            targets.amend(target.pk, access=access, at=NOON, values={"value": 1})
        with scoped(access), pytest.raises(NotPermitted):
            record(as_him, code="mine")
        with scoped(access), pytest.raises(NotPermitted):
            figures.amend(figure.pk, access=access, at=NOON, values={"unit": "户"})


@pytest.mark.covers("enterprises.targets.set_target", "race")
@pytest.mark.covers("enterprises.targets.amend", "race")
@pytest.mark.covers("enterprises.figures.record", "race")
@pytest.mark.covers("enterprises.figures.amend", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_told() -> None:
    town = build_town()
    target, figure = set_target(town, code="raced"), record(town, code="raced")

    def twice(act: Callable[[], object]) -> tuple[str, str]:
        return race(act, act, as_first=town.city, as_second=town.city)

    assert twice(lambda: set_target(town)) == ("done", "refused")
    assert twice(lambda: record(town)) == ("done", "refused")
    for amend, pk in ((targets.amend, target.pk), (figures.amend, figure.pk)):
        told = twice(
            lambda amend=amend, pk=pk: amend(
                pk, access=town.city, at=NOON, values={"unit": "户"}, expected_version=1
            )
        )
        assert told == ("done", "stale_version")
