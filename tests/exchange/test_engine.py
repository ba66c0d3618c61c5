"""From a file to the register and back, with the kind made for testing."""

import pytest

from tests.exchange.driving import NOW, again, handed_in, rows_of, work
from tests.factories.accounts import make_access
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.exchange.actions import mapping, running
from wuhan_smes.exchange.choices import ImportState, Mode, Verdict
from wuhan_smes.exchange.models import HeaderAlias, Import, Provenance
from wuhan_smes.exchange.queries.progress import FAILED, progress_of
from wuhan_smes.exchange.queries.provenance import provenance_of
from wuhan_smes.exchange.rules import NothingToApply, RowsOpen
from wuhan_smes.scope import bootstrap_scope, scoped

GOOD = "写法,字段\n厂名,name\n厂商代码,uscc\n"
MIXED = "写法,字段\n厂名,name\n禁用,name\n,uscc\n"


def added() -> set[tuple[str, str]]:
    with bootstrap_scope():
        rows = HeaderAlias.objects.exclude(added_at=None).values_list("alias", "field")
        return set(rows)


def applied(import_: Import, access: Access, mode: str = Mode.ALL) -> Import:
    with scoped(access):
        running.apply(import_.pk, access=access, at=NOW, mode=mode)
    work()
    return again(import_, access)


def reverted(import_: Import, access: Access) -> Import:
    with scoped(access):
        running.revert(import_.pk, access=access, at=NOW, reason="传错文件")
    work()
    return again(import_, access)


def kinds_of_entries(import_: Import) -> list[str]:
    with bootstrap_scope():
        found = AuditEvent.objects.about(import_).order_by("id")
        return list(found.values_list("kind", flat=True))


@pytest.mark.covers("exchange.uploads.upload", "works")
def test_a_file_with_known_headers_is_checked_at_once(clerk):
    import_ = handed_in(GOOD, clerk)

    assert import_.state == ImportState.CHECKED
    assert import_.counts[Verdict.NEW] == 2
    assert added() == set(), "a dry run changes nothing"
    first, second = rows_of(import_, clerk)
    assert (first.line, first.values) == (2, {"alias": "厂名", "field": "name"})
    assert second.changes == {"alias": [None, "厂商代码"]}
    assert kinds_of_entries(import_) == ["import.upload"]


@pytest.mark.covers("exchange.running.apply", "works")
@pytest.mark.covers("exchange.running.revert", "works")
def test_what_was_applied_says_where_it_came_from_and_can_be_taken_back(clerk):
    import_ = applied(handed_in(GOOD, clerk), clerk)

    assert import_.state == ImportState.APPLIED
    assert added() == {("厂名", "name"), ("厂商代码", "uscc")}
    with scoped(clerk):
        trace = Provenance.objects.filter(of=import_).order_by("id")[0]
        alias = HeaderAlias.objects.get(pk=trace.target_id)
    assert alias.source == f"{import_.number}《写法.csv》 第1表第2行"

    back = reverted(import_, clerk)

    assert back.state == ImportState.REVERTED
    assert added() == set()
    assert kinds_of_entries(import_) == ["import.upload", "import.apply", "import.revert"]


def test_the_same_file_again_changes_nothing(clerk):
    applied(handed_in(GOOD, clerk), clerk)
    twice = handed_in(GOOD, clerk)

    assert twice.counts[Verdict.UNCHANGED] == 2
    with scoped(clerk), pytest.raises(NothingToApply):
        running.apply(twice.pk, access=clerk, at=NOW, mode=Mode.ALL)


@pytest.mark.covers("exchange.running.apply", "refused")
def test_all_rows_are_applied_only_when_every_one_can_be_used(clerk):
    import_ = handed_in(MIXED, clerk)

    assert import_.counts[Verdict.REFUSED] == 2
    with scoped(clerk), pytest.raises(RowsOpen, match="有错误 2 行"):
        running.apply(import_.pk, access=clerk, at=NOW, mode=Mode.ALL)
    applied(import_, clerk, Mode.GOOD)
    assert added() == {("厂名", "name")}


def test_each_refused_row_names_its_column_and_the_reason(clerk):
    import_ = handed_in(MIXED, clerk)

    banned, missing = [row.faults for row in rows_of(import_, clerk)[1:]]
    assert banned == [{"field": "alias", "code": "banned", "detail": "这个写法不能用"}]
    assert missing[0]["field"] == "alias"
    assert "写法" in missing[0]["detail"]


def test_a_row_repeated_in_the_file_counts_once(clerk):
    import_ = handed_in("写法,字段\n厂名,name\n厂名,name\n", clerk)

    assert [row.verdict for row in rows_of(import_, clerk)] == [Verdict.NEW, Verdict.UNCHANGED]


def test_two_rows_that_contradict_each_other_are_not_both_taken(clerk):
    import_ = handed_in("写法,字段\n厂名,name\n厂名,uscc\n", clerk)

    _, second = rows_of(import_, clerk)
    assert second.verdict == Verdict.REFUSED
    assert "与第1表第2行" in second.faults[0]["detail"]


@pytest.mark.covers("exchange.mapping.confirm", "works")
def test_unknown_headers_wait_for_a_person_and_are_remembered(clerk):
    text = "奇怪的列,另一列\n厂名,name\n"
    import_ = handed_in(text, clerk)
    assert import_.state == ImportState.MAPPING

    with scoped(clerk):
        columns = {"0": {"0": "alias", "1": "field"}}
        mapping.confirm(import_.pk, access=clerk, at=NOW, columns=columns)
    work()

    assert again(import_, clerk).counts[Verdict.NEW] == 1
    assert handed_in(text, clerk).state == ImportState.CHECKED
    assert kinds_of_entries(import_) == ["import.upload", "import.confirm"]


@pytest.mark.covers("exchange.mapping.confirm", "refused")
@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"0": {"0": "alias", "1": "alias"}}, "只保留一列"),
        ({"0": {"0": "nothing"}}, "没有字段"),
        ({"7": {"0": "alias"}}, "没有第 7 张表"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(clerk, columns, said):
    import_ = handed_in(GOOD, clerk)
    with scoped(clerk), pytest.raises(InputRefused, match=said):
        mapping.confirm(import_.pk, access=clerk, at=NOW, columns=columns)


def test_what_no_column_says_is_asked_once_for_the_file(clerk):
    import_ = handed_in("写法\n厂名\n", clerk)
    assert import_.state == ImportState.MAPPING
    assert [it["field"] for it in import_.layout["questions"]] == ["field"]

    with scoped(clerk):
        columns = {"0": {"0": "alias"}}
        answers = {"field": "name"}
        mapping.confirm(import_.pk, access=clerk, at=NOW, columns=columns, answers=answers)
    work()

    assert applied(import_, clerk).state == ImportState.APPLIED
    assert added() == {("厂名", "name")}


def test_a_file_that_cannot_be_read_says_so_and_nothing_happened(clerk):
    import_ = handed_in("\n\n\n", clerk)

    told = progress_of(import_)
    assert told.state == FAILED
    assert told.error


@pytest.mark.covers("exchange.running.revert", "refused")
def test_an_import_whose_rows_were_changed_since_says_which(clerk):
    import_ = applied(handed_in(GOOD, clerk), clerk)
    with bootstrap_scope():
        HeaderAlias.objects.filter(alias="厂名").delete()

    back = reverted(import_, clerk)

    assert back.state == ImportState.APPLIED
    assert "第1表第2行：已被删除" in progress_of(back).error
    assert added() == {("厂商代码", "uscc")}


def test_what_changed_between_check_and_application_undoes_the_whole(clerk):
    import_ = handed_in(GOOD, clerk)
    with scoped(clerk):
        mapping.add_alias(access=clerk, at=NOW, kind="test_aliases", field="field", alias="x")
        HeaderAlias.objects.filter(alias="x").update(alias="厂商代码", field="uscc")

    after = applied(import_, clerk)

    assert after.state == ImportState.CHECKED
    assert "请重新检查" in progress_of(after).error
    assert added() == {("厂商代码", "uscc")}


@pytest.mark.covers("exchange.running.cancel", "works")
def test_an_import_can_be_given_up_before_it_is_applied(clerk):
    import_ = handed_in(GOOD, clerk)
    with scoped(clerk):
        running.cancel(import_.pk, access=clerk, at=NOW)

    assert again(import_, clerk).state == ImportState.CANCELLED
    with scoped(clerk), pytest.raises(ActionRefused):
        running.cancel(import_.pk, access=clerk, at=NOW)


@pytest.mark.covers("exchange.running.check", "works")
def test_a_checked_file_can_be_checked_again_as_the_register_stands_now(clerk):
    import_ = handed_in(GOOD, clerk)
    applied(handed_in(GOOD, clerk, name="同一份.csv"), clerk)
    with scoped(clerk):
        running.check(import_.pk, access=clerk, at=NOW)
    work()

    assert again(import_, clerk).counts[Verdict.UNCHANGED] == 2


@pytest.mark.parametrize("act", [running.check, running.cancel])
def test_a_stale_version_is_refused(clerk, act):
    import_ = handed_in(GOOD, clerk)
    with scoped(clerk), pytest.raises(StaleVersion):
        act(import_.pk, access=clerk, at=NOW, expected_version=import_.version - 1)


def test_an_import_is_out_of_reach_of_other_units(clerk, neighbour):
    import_ = handed_in(GOOD, clerk)
    with scoped(neighbour):
        assert not Import.objects.exists()
        for act in (running.check, running.cancel):
            with pytest.raises(Import.DoesNotExist):
                act(import_.pk, access=neighbour, at=NOW)
        assert not provenance_of(1, access=neighbour).exists()


def test_nobody_imports_without_the_capability_of_the_kind(transactional_db):
    with pytest.raises(NotPermitted):
        handed_in(GOOD, make_access("auditor"))
