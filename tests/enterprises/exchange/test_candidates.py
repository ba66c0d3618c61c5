"""Whom a doubtful row may mean: the likeliest first, with what a person compares."""

import pytest

from enterprises.exchange.lookalikes import core_of, likeness
from enterprises.exchange.subject import enterprise
from tests.enterprises.exchange.staged import context
from tests.enterprises.titles.conftest import Town, build_town
from tests.factories.enterprises import make_enterprise
from wuhan_smes.errors import InputRefused
from wuhan_smes.scope import scoped


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def test_a_name_without_place_and_form_is_its_core() -> None:
    assert core_of("武汉示例光电股份有限公司") == "示例光电"
    assert core_of("武汉") == "武汉"
    assert likeness("武汉示例光电有限公司", "示例光电股份有限公司") > likeness(
        "武汉示例光电有限公司", "武汉示范光缆有限公司"
    )


def test_another_company_form_is_proposed_first(town: Town) -> None:
    meant = town.enterprise(name="武汉翡翠光电股份有限公司")
    other = town.enterprise(name="武汉翡翠光学有限公司")
    theirs = make_enterprise(name="翡翠光电有限公司")
    ctx = context(town.keeper, town.unit.pk)

    with scoped(town.keeper):
        found = enterprise.candidates({"name": "武汉翡翠光电有限公司"}, ctx)

    assert [it.subject_id for it in found][:2] == [meant.pk, other.pk]
    assert theirs.pk not in [it.subject_id for it in found]
    assert (found[0].why, found[0].shown["企业名称"]) == ("名称相近", meant.name)


def test_a_slip_in_the_code_is_proposed(town: Town) -> None:
    meant = town.enterprise()
    assert meant.uscc is not None
    slipped = meant.uscc[:10] + ("A" if meant.uscc[10] != "A" else "B") + meant.uscc[11:]
    ctx = context(town.keeper, town.unit.pk)

    with scoped(town.keeper):
        found = enterprise.candidates({"uscc": slipped}, ctx)

    assert [(it.subject_id, it.why) for it in found] == [(meant.pk, "信用代码只差一位")]


def test_a_person_finds_whom_nothing_proposed_within_reach(town: Town) -> None:
    meant = town.enterprise(name="武汉翡翠光电股份有限公司")
    longer = town.enterprise(name="武汉翡翠光电子材料技术有限公司")
    make_enterprise(name="翡翠光电有限公司")
    ctx = context(town.keeper, town.unit.pk)

    with scoped(town.keeper):
        by_words = [
            [it.subject_id for it in enterprise.find(text, ctx)]
            for text in ("翡翠光电", "fcgd", meant.uscc or "", "没有这样的")
        ]
        with pytest.raises(InputRefused, match="至少输入两个字"):
            enterprise.find("翠", ctx)

    assert by_words == [[meant.pk, longer.pk], [meant.pk, longer.pk], [meant.pk], []]


def test_a_choice_is_remembered_by_name_and_by_code_where_there_was_one() -> None:
    assert enterprise.key_of({"name": "示例（武汉）公司"}) == "示例(武汉)公司"
    assert enterprise.key_of({"name": "示例公司", "uscc": "A1"}) == "A1 示例公司"
    assert enterprise.key_of({"uscc": "A1"}) == ""
