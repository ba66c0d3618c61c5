"""What cannot be meant is refused before it is kept, with its place."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from wuhan_smes.errors import InputRefused
from wuhan_smes.operations.reference import FOLDER
from wuhan_smes.rulekit import reading
from wuhan_smes.rulekit.checking import check, check_together
from wuhan_smes.rulekit.fields import declared

WRITTEN: dict[str, Any] = {
    one["code"]: one for one in json.loads((FOLDER.root / "rule_sets.json").read_text("utf-8"))
}
Edit = Callable[[dict[str, Any]], object]


def edited(code: str, edit: Edit) -> dict[str, Any]:
    written = deepcopy(WRITTEN[code])
    edit(written)
    return written


def line(written: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in written["criteria"] if one["code"] == code)


@pytest.mark.parametrize("code", WRITTEN)
def test_every_rule_set_of_the_product_can_be_what_it_says(code: str) -> None:
    check(reading.rules(WRITTEN[code]), declared())


def test_the_layers_of_the_product_fit_what_they_override() -> None:
    check_together([reading.rules(one) for one in WRITTEN.values()])


REFUSED: dict[str, tuple[str, Edit, str]] = {
    "a field nobody keeps": (
        "LG-2026",
        lambda w: line(w, "H2")["test"].update(field="turnover"),
        "LG-2026.H2.test：指标“turnover”不在指标字典中",
    ),
    "another unit than the field's": (
        "LG-2026",
        lambda w: line(w, "H2")["test"].update(unit="元"),
        "LG-2026.H2.test：“营业收入总额”的单位是“万元”，不是“元”",
    ),
    "an operator that does not suit the field": (
        "LG-2026",
        lambda w: line(w, "H0")["test"].update(op=">="),
        "LG-2026.H0.test：“有效称号”不能用“不低于”比较",
    ),
    "a word the field never has": (
        "LG-2026",
        lambda w: line(w, "H0")["test"].update(value=["giant"]),
        "LG-2026.H0.test：“有效称号”没有取值“giant”",
    ),
    "two years without saying how they make one": (
        "LG-2026",
        lambda w: line(w, "H6")["test"].pop("agg"),
        "LG-2026.H6.test：多年的指标须写明如何合并，单年的不写",
    ),
    "a compound rate that is added up": (
        "LG-2026",
        lambda w: line(w, "H4")["test"].update(period="Y-2..Y-1", agg="sum"),
        "LG-2026.H4.test：“近两年营业收入复合增长率”不能合计或平均",
    ),
    "how often something happened": (
        "LG-2026",
        lambda w: line(w, "V2")["test"]["all"][0].update(value=2),
        "LG-2026.V2.test：“重大事故和违法次数”只能问有没有：等于 0，或不低于 1",
    ),
    "an event without a period": (
        "LG-2026",
        lambda w: line(w, "V2")["test"]["all"][0].update(period="Y-1"),
        "LG-2026.V2.test：“重大事故和违法次数”按起止时间统计，须写“……以来”",
    ),
    "a judgement that is none": (
        "LG-2026",
        lambda w: line(w, "H10").update(judgement_field="own_brand"),
        "LG-2026.H10：“自主品牌”不是人工判断",
    ),
    "a gap at the end of the bands": (
        "INNO-2022",
        lambda w: line(w, "S4")["bands"].pop(),
        "INNO-2022.S4：分档有空缺：末档须为其余情形",
    ),
    "a band inside the one before": (
        "INNO-2022",
        lambda w: line(w, "S2")["bands"][1]["when"].update(value=5),
        "INNO-2022.S2：分档重叠：5 一档已包含在 5 一档中",
    ),
    "a band inside the one before, downwards": (
        "INNO-2022",
        lambda w: line(w, "S4")["bands"][1]["when"].update(value=50),
        "INNO-2022.S4：分档重叠：50 一档已包含在 55 一档中",
    ),
    "points that rise as values fall": (
        "INNO-2022",
        lambda w: line(w, "S2")["bands"][1].update(points=25),
        "INNO-2022.S2：分档得分须由高到低",
    ),
    "a maximum no band gives": (
        "INNO-2022",
        lambda w: line(w, "S2").update(max=25),
        "INNO-2022.S2：满分 25 与最高档 20 不一致",
    ),
    "parts that do not add up": (
        "INNO-2022",
        lambda w: w["scoring"]["parts"]["成长性"].update(max=25),
        "INNO-2022.scoring.成长性：各项满分合计 30，与 25 不符",
    ),
    "a total that does not add up": (
        "INNO-2022",
        lambda w: w["scoring"].update(max_total=90),
        "INNO-2022.scoring：各部分满分合计 100，与 90 不符",
    ),
    "a score in a part nobody listed": (
        "INNO-2022",
        lambda w: line(w, "S2").update(part="其他"),
        "INNO-2022.S2：评分部分“其他”未列出",
    ),
    "an obligation that passing forgets": (
        "LG-2026",
        lambda w: w["passing"]["must_meet_roles"].remove("veto"),
        "LG-2026.passing：未要求满足“否决情形”",
    ),
    "the same line twice": (
        "LG-2026",
        lambda w: w["criteria"].append(line(w, "H2")),
        "LG-2026.H2：条款编号重复",
    ),
    "a layer that stands on nothing": (
        "LG-2025-190",
        lambda w: w.update(overrides=""),
        "LG-2025-190.overrides：细则与通知须写明所依据的规则，国家办法不写",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused_with_its_place(case: str) -> None:
    code, edit, told = REFUSED[case]

    with pytest.raises(InputRefused) as refusal:
        check(reading.rules(edited(code, edit)), declared())

    assert told in [fault.detail for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda w: line(w, "H2")["test"].update(op="≥"), "LG-2026.H2.test.op：不认识“≥”"),
        (lambda w: line(w, "H2")["test"].update(value=True), "应为数字，实为“True”"),
        (lambda w: line(w, "H2")["test"].update(years=2), "LG-2026.H2.test：不认识“years”"),
        (lambda w: line(w, "H9").update(test={"any": []}), "“any”下应有条件"),
        (lambda w: line(w, "H2").update(role="wish"), "LG-2026.H2.role：不认识“wish”"),
        (lambda w: w["passing"].update(and_one_of=["luck"]), "不认识“luck”"),
        (lambda w: w["uses"][0].update({"from": "soon"}), "应为日期，实为“soon”"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(edit: Edit, told: str) -> None:
    with pytest.raises(InputRefused, match=told):
        reading.rules(edited("LG-2026", edit))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda w: w.update(overrides="LG-1999"), "没有名为“LG-1999”的规则"),
        (lambda w: line(w, "H3").update(code="H99"), "没有或已有条款“H99”"),
        (lambda w: line(w, "O1").update(code="H1"), "没有或已有条款“H1”"),
    ],
)
def test_a_layer_overrides_lines_that_are_there_and_adds_lines_that_are_not(
    edit: Edit, told: str
) -> None:
    sets = [WRITTEN["LG-2022"], edited("LG-2025-190", edit)]

    with pytest.raises(InputRefused, match=told):
        check_together([reading.rules(one) for one in sets])


def test_a_number_is_read_exactly() -> None:
    written = edited("LG-2026", lambda w: line(w, "H2")["test"].update(value=0.1))

    (leaf,) = [rule.test for rule in reading.rules(written).criteria if rule.code == "H2"]

    assert str(leaf.value) == "0.1"  # type: ignore[union-attr] # H2 is one comparison
