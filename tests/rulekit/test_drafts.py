"""A rule changes by a new version: copied, edited, proposed, put into force by somebody else."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from django.db import IntegrityError, transaction

from tests.factories.accounts import make_access, make_unit
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from wuhan_smes.rulekit.actions import drafts
from wuhan_smes.rulekit.choices import DraftState
from wuhan_smes.rulekit.conditions import node_of, rows_of
from wuhan_smes.rulekit.models import RuleDraft, RuleSet
from wuhan_smes.rulekit.queries import pinned, rules_for, rules_of
from wuhan_smes.rulekit.versions import copy_of
from wuhan_smes.scope import bootstrap_scope, scoped

NOON: Final = datetime(2026, 11, 22, 4, tzinfo=UTC)
NEXT_YEAR: Final = date(2027, 1, 1)
ACTS: Final = ("start", "retire", "amend", "propose", "turn_back", "enact")
EVERY: Final = [f"rulekit.drafts.{act}" for act in ACTS]


@dataclass
class City:
    """`staff` drafts, `lead` puts into force; the district's own staff may do neither."""

    staff: Access
    lead: Access
    district: Access
    reader: Access

    def do(self, act: str, key: int, who: Access | None = None, **words: Any) -> Any:
        access = who or (self.lead if act == "enact" else self.staff)
        given = {**WORDS.get(act, {}), **words}
        with scoped(access):
            return getattr(drafts, act)(key, access=access, at=NOON, **given)

    def proposed(self, code: str = "LG-2026") -> RuleDraft:
        draft: RuleDraft = self.do("start", newest(code).pk)
        self.do("amend", draft.pk, line=raised(draft))
        proposed: RuleDraft = self.do("propose", draft.pk)
        return proposed


WORDS: Final[dict[str, dict[str, Any]]] = {
    "retire": {"last_day": date(2026, 12, 31), "document_no": "示例〔2026〕1号"},
    "turn_back": {"reason": "条款有误"},
    "enact": {"document_no": "示例〔2026〕9号", "effective_from": NEXT_YEAR},
}


def build_city() -> City:
    return City(
        make_access("bureau_staff"),
        make_access("bureau_lead"),
        make_access("bureau_lead", unit=make_unit()),
        make_access("auditor"),
    )


@pytest.fixture
def city(db: None) -> City:
    return build_city()


def newest(code: str) -> RuleSet:
    return RuleSet.objects.filter(code=code).order_by("-version")[0]


def line(draft: RuleDraft, code: str) -> dict[str, Any]:
    return deepcopy(next(one for one in draft.written["criteria"] if one["code"] == code))


def raised(draft: RuleDraft) -> dict[str, Any]:
    """A line asking for a little more."""
    found = line(draft, "H2")
    found["test"]["value"] += 1
    return {**found, "clause": "附件2 第二条"}


@pytest.mark.covers("rulekit.drafts.start", "works")
@pytest.mark.covers("rulekit.drafts.amend", "works")
@pytest.mark.covers("rulekit.drafts.propose", "works")
@pytest.mark.covers("rulekit.drafts.enact", "works")
def test_a_version_is_copied_edited_and_put_into_force_by_a_second_person(city: City) -> None:
    draft = city.proposed()

    made = city.do("enact", draft.pk)

    assert (made.code, made.version, made.document_no) == ("LG-2026", 2, "示例〔2026〕9号")
    before, after = (pinned("LG-2026", "new", on=day) for day in (date(2026, 12, 31), NEXT_YEAR))
    assert (before.version, after.version) == (1, 2)
    assert rules_for("little_giant", "new", on=NEXT_YEAR).version == 2
    changed = [one for one, two in zip(after.criteria, before.criteria, strict=True)
               if one.test != two.test]  # fmt: skip
    assert [(one.code, one.clause) for one in changed] == [("H2", "附件2 第二条")]
    kinds = AuditEvent.objects.filter(kind__startswith="rule.").order_by("id")
    told = list(kinds.values_list("kind", flat=True))
    assert told == ["rule.start", "rule.amend", "rule.propose", "rule.enact"]


@pytest.mark.covers("rulekit.drafts.turn_back", "works")
@pytest.mark.covers("rulekit.drafts.retire", "works")
def test_a_draft_is_given_back_or_dropped_and_a_use_is_ended(city: City) -> None:
    draft = city.proposed("LG-2026")
    assert city.do("turn_back", draft.pk).state == DraftState.DRAFT
    assert city.do("turn_back", draft.pk, for_good=True).state == DraftState.DROPPED

    ending = city.do("retire", newest("CHAMP-HB").pk)
    made = city.do("enact", ending.pk, effective_from=date(2026, 12, 1))

    assert [use.until for use in rules_of(made).uses] == [NEXT_YEAR, NEXT_YEAR]
    assert rules_for("champion_provincial", "new", on=date(2026, 12, 31)).version == 2
    with pytest.raises(ActionRefused, match="没有适用于该梯度"):
        rules_for("champion_provincial", "new", on=NEXT_YEAR)


@pytest.mark.covers("rulekit.drafts.amend", "refused")
def test_a_line_that_cannot_be_meant_is_refused_with_its_place(city: City) -> None:
    draft = city.do("start", newest("INNO-2022").pk)
    banded = line(draft, "S2")
    hole = {**banded, "bands": banded["bands"][:-1]}
    overlap = deepcopy(banded)
    overlap["bands"][1]["when"]["value"] = 9
    strange = line(draft, "D1")
    strange["test"]["field"] = "rank_of_the_moon"

    for words, sentence in (
        ({"line": strange}, r"INNO-2022\.D1\.test：指标“rank_of_the_moon”不在指标字典中"),
        ({"line": hole}, r"INNO-2022\.S2：分档有空缺"),
        ({"line": overlap}, r"INNO-2022\.S2：分档重叠"),
        ({"line": {**banded, "code": "S 2"}}, "条款编号"),
        ({"line": {**banded, "bands": 5}}, "书写格式"),
        ({"line": {**banded, "colour": "red"}}, "不认识“colour”"),
        ({"heading": {"tier": "gazelle"}}, "“tier”不能改动"),
        ({"without": "Z9"}, "没有条款“Z9”"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            city.do("amend", draft.pk, **words)
    with pytest.raises(StaleVersion):
        city.do("amend", draft.pk, without="D1", expected_version=7)


@pytest.mark.covers("rulekit.drafts.start", "refused")
@pytest.mark.covers("rulekit.drafts.retire", "refused")
@pytest.mark.covers("rulekit.drafts.propose", "refused")
@pytest.mark.covers("rulekit.drafts.turn_back", "refused")
@pytest.mark.covers("rulekit.drafts.enact", "refused")
def test_what_cannot_hold_is_not_proposed_and_nobody_enacts_his_own(city: City) -> None:
    draft = city.do("start", newest("INNO-2022").pk)
    with pytest.raises(ActionRefused, match="已有起草中或待施行的版本"):
        city.do("retire", newest("INNO-2022").pk)
    with pytest.raises(ActionRefused, match="没有差别"):
        city.do("propose", draft.pk)
    scoring = {**draft.written["scoring"], "max_total": 110}
    city.do("amend", draft.pk, heading={"scoring": scoring})
    with pytest.raises(InputRefused, match=r"INNO-2022\.scoring：各部分满分合计 100，与 110 不符"):
        city.do("propose", draft.pk)
    with pytest.raises(TransitionRefused):
        city.do("turn_back", draft.pk)
    city.do("amend", draft.pk, heading={"scoring": {**scoring, "max_total": 100}}, without="D4")
    city.do("propose", draft.pk, who=city.lead)
    with pytest.raises(NotPermitted, match="提交人不能自己施行"):
        city.do("enact", draft.pk)
    with pytest.raises(InputRefused, match="不能早于所据版本"):
        city.do("enact", draft.pk, make_access("bureau_lead"), effective_from=date(2020, 1, 1))
    ended = city.proposed("LG-2022")
    with pytest.raises(InputRefused, match="草稿写明停用于 2026-03-31"):
        city.do("enact", ended.pk)
    with pytest.raises(InputRefused, match="请说明原因"):
        city.do("turn_back", draft.pk, reason=" ")
    with pytest.raises(InputRefused, match="停用日期早于施行日期"):
        city.do("retire", newest("LG-2026").pk, last_day=date(2020, 1, 1))


def test_a_layer_keeps_the_lines_it_lies_over(city: City) -> None:
    """A national line that a notice switches off cannot be taken out under it."""
    draft = city.do("start", newest("LG-2022").pk)
    city.do("amend", draft.pk, without="H3")

    with pytest.raises(InputRefused, match=r"LG-2025-190\.H3：LG-2022 没有或已有条款“H3”"):
        city.do("propose", draft.pk)


@pytest.mark.parametrize(
    "name",
    [pytest.param(a, marks=pytest.mark.covers(f"rulekit.drafts.{a}", "reach", "capability"))
     for a in ACTS],
)  # fmt: skip
def test_only_the_citys_keepers_of_rules_do_any_of_it(city: City, name: str) -> None:
    of_set = name in {"start", "retire"}
    key = newest("CHAMP-HB").pk if of_set else city.proposed().pk

    for who in (city.district, city.reader):
        with pytest.raises(NotPermitted):
            city.do(name, key, who)


def test_the_database_lets_nobody_enact_his_own(city: City) -> None:
    draft = city.proposed()

    with (
        pytest.raises(IntegrityError, match="rule_draft_in_force_by_a_second_person"),
        bootstrap_scope(),
        transaction.atomic(),
    ):
        RuleDraft.objects.filter(pk=draft.pk).update(
            state=DraftState.IN_FORCE, made=draft.base, decided_by_id=draft.proposed_by_id
        )


@pytest.mark.covers("rulekit.drafts.start", "race")
@pytest.mark.covers("rulekit.drafts.retire", "race")
@pytest.mark.covers("rulekit.drafts.amend", "race")
@pytest.mark.covers("rulekit.drafts.propose", "race")
@pytest.mark.covers("rulekit.drafts.turn_back", "race")
@pytest.mark.covers("rulekit.drafts.enact", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_refused() -> None:
    city = build_city()
    other = make_access("bureau_lead")

    def twice(act: str, key: int, **words: Any) -> str:
        given = {**WORDS.get(act, {}), **words}
        second = other if act == "enact" else city.staff
        first = city.lead if act == "enact" else city.staff

        def one(access: Access) -> Any:
            return lambda: getattr(drafts, act)(key, access=access, at=NOON, **given)

        return race(one(first), one(second), as_first=first, as_second=second)[1]

    assert twice("start", newest("LG-2026").pk) != "done"
    assert twice("retire", newest("CHAMP-HB").pk) != "done"
    draft = RuleDraft.objects.get(code="LG-2026")
    assert twice("amend", draft.pk, without="P1", expected_version=1) == "stale_version"
    assert twice("propose", draft.pk) != "done"
    assert twice("turn_back", draft.pk) != "done"
    city.do("propose", draft.pk)
    assert twice("enact", draft.pk) != "done"


def test_a_copy_says_what_its_version_says_and_rows_of_a_form_say_their_test(city: City) -> None:
    """Every line of every version goes through the rows of the form and back; what is nested
    deeper than groups is multiplied out.
    """
    for one in RuleSet.objects.for_list():
        for written in copy_of(one)["criteria"]:
            for node in (written.get("test"), written.get("exempt_if")):
                join, rows = rows_of(node)
                back = node_of(join, rows)
                deeper = one.code == "UNICORN-EL-2023" and written["code"] == "U2"
                assert back == node or deeper
