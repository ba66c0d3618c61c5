"""Versions are kept as they are, found by use and day, and overridden line by line."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from wuhan_smes.access import Access
from wuhan_smes.errors import InputRefused
from wuhan_smes.operations.actions.reference import load
from wuhan_smes.operations.reference import FOLDER, TABLES
from wuhan_smes.reference import Folder
from wuhan_smes.rulekit.models import Criterion, RuleSet
from wuhan_smes.rulekit.queries import NoRuleSet, current_rules, pinned, rules_for
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def copy(tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(FOLDER.root, tmp_path / "reference")))


def rewrite(folder: Folder, before: str, after: str) -> None:
    path = folder.root / "rule_sets.json"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def loaded(folder: Folder) -> None:
    with bootstrap_scope():
        load(TABLES, folder, access=Access.of_system("测试"), at=NOON)


def test_the_ten_sets_and_the_two_notices_are_there() -> None:
    assert RuleSet.objects.national().count() == 10
    assert set(RuleSet.objects.exclude(overrides="").values_list("code", "overrides")) == {
        ("LG-2025-190", "LG-2022"),
        ("SRDI-HB-2026", "SRDI-2022"),
    }
    assert {one.code: len(one.criteria) for one in current_rules()} == {
        "TSME-2017": 20,
        "INNO-2022": 13,
        "SRDI-2022": 24,
        "SRDI-2026": 14,
        "LG-2022": 13,
        "LG-2026": 19,
        "KEYLG-2024": 6,
        "CHAMP-2023": 5,
        "CHAMP-HB": 2,
        "UNICORN-EL-2023": 4,
    }


def test_a_file_that_changes_a_version_is_refused(copy: Folder) -> None:
    rewrite(
        copy,
        '"op": ">=", "value": 5000, "unit": "万元"',
        '"op": ">=", "value": 4000, "unit": "万元"',
    )

    with pytest.raises(InputRefused, match="已载入且不可更改（test 与文件不同），请另起版本"):
        loaded(copy)


def test_a_file_with_a_new_version_adds_it_and_the_old_one_stays(copy: Folder) -> None:
    rewrite(copy, '"code": "CHAMP-HB",\n  "version": 1', '"code": "CHAMP-HB",\n  "version": 2')

    loaded(copy)

    assert list(
        RuleSet.objects.filter(code="CHAMP-HB")
        .order_by("version")
        .values_list("version", flat=True)
    ) == [1, 2]
    assert pinned("CHAMP-HB", "new", on=date(2026, 5, 4)).version == 2
    assert pinned("CHAMP-HB", "new", on=date(2026, 5, 4), version=1).version == 1


def test_a_file_that_cannot_be_meant_loads_nothing(copy: Folder) -> None:
    rewrite(copy, '"field": "market_rank_province"', '"field": "rank_of_the_moon"')

    with pytest.raises(InputRefused, match=r"CHAMP-HB\.H1\.test：指标“rank_of_the_moon”"):
        loaded(copy)


@pytest.mark.parametrize("table", ["rulekit_ruleset", "rulekit_criterion"])
def test_the_database_changes_no_version_and_deletes_none(table: str) -> None:
    for change in (f"UPDATE {table} SET name = name || '改'", f"DELETE FROM {table}"):
        with (
            pytest.raises(ProgrammingError, match="append-only"),
            bootstrap_scope(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


@pytest.mark.parametrize(
    ("tier", "kind", "on", "code"),
    [
        ("little_giant", "new", date(2026, 3, 31), "LG-2022"),
        ("little_giant", "new", date(2026, 4, 1), "LG-2026"),
        ("little_giant", "review", date(2026, 12, 31), "LG-2022"),
        ("little_giant", "review", date(2027, 1, 1), "LG-2026"),
        ("srdi_sme", "review", date(2026, 3, 31), "SRDI-2022"),
        ("srdi_sme", "review", date(2026, 4, 1), "SRDI-2026"),
        ("tech_sme", "self_assessment", date(2026, 6, 1), "TSME-2017"),
    ],
)
def test_without_a_round_the_use_and_the_day_decide(
    tier: str, kind: str, on: date, code: str
) -> None:
    assert rules_for(tier, kind, on=on).code == code


def test_an_application_nothing_speaks_of_has_no_rules() -> None:
    with pytest.raises(NoRuleSet):
        rules_for("gazelle", "new", on=date(2026, 5, 4))
    with pytest.raises(NoRuleSet):
        rules_for("little_giant", "self_assessment", on=date(2026, 5, 4))


def test_a_notice_holds_in_its_year_and_line_by_line() -> None:
    spring, year_before = date(2025, 5, 6), date(2024, 5, 6)

    def codes(kind: str, on: date) -> set[str]:
        return {rule.code for rule in rules_for("little_giant", kind, on=on).criteria}

    assert codes("new", spring) - codes("new", year_before) == {"O1", "X1", "X2", "P1"}
    assert codes("review", spring) ^ codes("review", year_before) == {"O1", "P1", "H3"}
    assert "H3" in codes("new", spring)
    assert rules_for("little_giant", "new", on=spring).layers == ("LG-2022/1", "LG-2025-190/1")


def test_what_a_notice_demands_has_to_be_met() -> None:
    roles = rules_for("little_giant", "new", on=date(2025, 5, 6)).passing.roles

    assert {"base", "hard", "veto", "exclusion"} == roles


def test_the_last_day_of_a_notice_counts() -> None:
    def layers(on: date) -> int:
        return len(rules_for("srdi_sme", "new", on=on).layers)

    assert [layers(date(2026, 2, 9)), layers(date(2026, 2, 10)), layers(date(2026, 3, 31))] == [
        1,
        2,
        2,
    ]


def test_every_line_comes_back_as_it_was_written() -> None:
    assert Criterion.objects.filter(rule_set__overrides="").count() == 120
