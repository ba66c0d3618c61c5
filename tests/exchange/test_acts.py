"""Acts on imports: out of reach, without right, two at once; and what a person settles by hand."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests import databases
from tests.exchange.driving import NOW, again, handed_in, rows_of, work
from tests.factories.accounts import make_access
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.exchange.actions import mapping, rows, running, uploads
from wuhan_smes.exchange.choices import ImportState, Mode, SourceRank, Verdict
from wuhan_smes.exchange.models import HeaderAlias, Import, MatchChoice
from wuhan_smes.scope import bootstrap_scope, scoped

GOOD = "写法,字段\n厂名,name\n厂商代码,uscc\n"
OWNERS = "写法,字段\n厂名,tax_id\n像厂名,name\n外厂名,name\n没有的,name\n"
Act = Callable[..., object]


def confirm(pk: int, **words: Any) -> object:
    return mapping.confirm(pk, columns={"0": {"0": "alias", "1": "field"}}, **words)


def choose(pk: int, **words: Any) -> object:
    return rows.choose(pk, 1, subject_id=None, **words)


def settle(pk: int, **words: Any) -> object:
    return rows.settle(pk, chosen="file", **words)


def apply(pk: int, **words: Any) -> object:
    return running.apply(pk, mode=Mode.ALL, **words)


def revert(pk: int, **words: Any) -> object:
    return running.revert(pk, reason="传错", **words)


def marked(act: Act, name: str) -> Any:
    marks = [pytest.mark.covers(f"exchange.{name}", kind) for kind in ("reach", "capability")]
    return pytest.param(act, marks=marks, id=name)


ON_ONE = [
    marked(confirm, "mapping.confirm"),
    marked(choose, "rows.choose"),
    marked(settle, "rows.settle"),
    marked(running.check, "running.check"),
    marked(apply, "running.apply"),
    marked(running.cancel, "running.cancel"),
    marked(revert, "running.revert"),
]


@pytest.fixture
def known(clerk: Access, bureau: Access) -> Access:
    """One alias of the clerk's unit that lists can speak of."""
    with scoped(clerk):
        mapping.add_alias(access=clerk, at=NOW, kind="test_aliases", field="alias", alias="厂名")
    return clerk


def named(alias: str) -> str:
    with bootstrap_scope():
        return HeaderAlias.objects.get(alias=alias).field


@pytest.mark.parametrize("act", ON_ONE)
def test_an_import_of_another_unit_does_not_exist_and_a_reader_may_not_touch_it(
    act, clerk, neighbour
):
    import_ = handed_in(GOOD, clerk)
    with scoped(neighbour), pytest.raises(Import.DoesNotExist):
        act(import_.pk, access=neighbour, at=NOW)
    auditor = make_access("auditor")
    with scoped(auditor), pytest.raises(NotPermitted):
        act(import_.pk, access=auditor, at=NOW)


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        pytest.param(act, outcome, marks=pytest.mark.covers(f"exchange.{name}", "race"), id=name)
        for act, outcome, name in [
            (confirm, "transition_refused", "mapping.confirm"),
            (running.check, "transition_refused", "running.check"),
            (apply, "transition_refused", "running.apply"),
            (running.cancel, "transition_refused", "running.cancel"),
        ]
    ],
)
def test_two_at_once_never_both_succeed(act, outcome, clerk):
    import_ = handed_in(GOOD, clerk)

    def once() -> object:
        return act(import_.pk, access=clerk, at=NOW)

    assert race(once, once, as_first=clerk, as_second=clerk) == ("done", outcome)


@pytest.mark.covers("exchange.running.revert", "race")
def test_an_import_is_taken_back_once(clerk):
    import_ = handed_in(GOOD, clerk)
    with scoped(clerk):
        apply(import_.pk, access=clerk, at=NOW)
    work()

    def back() -> object:
        return revert(import_.pk, access=clerk, at=NOW)

    assert race(back, back, as_first=clerk, as_second=clerk) == ("done", "transition_refused")


@pytest.mark.covers("exchange.running.check", "refused")
def test_a_job_at_work_is_stopped_although_it_holds_the_import(clerk):
    import_ = handed_in(GOOD, clerk)
    with scoped(clerk):
        running.apply(import_.pk, access=clerk, at=NOW, mode=Mode.ALL)
    url = databases.url_for("DATABASE_URL", connection.settings_dict["NAME"])

    with psycopg.connect(url) as worker:
        worker.execute("SELECT FROM exchange_import WHERE id = %s FOR UPDATE", [import_.pk])
        with scoped(clerk), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            running.cancel(import_.pk, access=clerk, at=NOW)
    work()

    assert again(import_, clerk).state == ImportState.CHECKED
    assert again(import_, clerk).job.state == "cancelled"


@pytest.mark.covers("exchange.running.cancel", "refused")
def test_an_import_that_was_applied_is_neither_checked_nor_given_up(clerk):
    import_ = handed_in(GOOD, clerk)
    with scoped(clerk):
        apply(import_.pk, access=clerk, at=NOW)
    work()
    with scoped(clerk):
        for act in (running.check, running.cancel):
            with pytest.raises(ActionRefused, match="已导入"):
                act(import_.pk, access=clerk, at=NOW)


@pytest.mark.covers("exchange.uploads.upload", "refused", "race")
def test_uploads_are_independent_and_nonsense_is_refused(clerk):
    def upload(**words: Any) -> Import:
        given = {"kind": "test_aliases", "file_name": "a.csv", "pieces": [b"1"], **words}
        return uploads.upload(access=clerk, at=NOW, **given)

    assert race(upload, upload, as_first=clerk, as_second=clerk) == ("done", "done")
    with scoped(clerk):
        for words in ({"kind": "nothing"}, {"rank": 7}, {"pieces": []}):
            with pytest.raises(InputRefused):
                upload(**words)


@pytest.mark.covers("exchange.uploads.upload", "reach", "capability")
def test_a_correction_follows_only_an_import_within_reach(clerk, neighbour):
    import_ = handed_in(GOOD, clerk)
    with scoped(neighbour), pytest.raises(Import.DoesNotExist):
        uploads.upload(
            kind="test_aliases",
            file_name="b.csv",
            pieces=[b"1"],
            access=neighbour,
            at=NOW,
            follows_id=import_.pk,
        )
    auditor = make_access("auditor")
    with scoped(auditor), pytest.raises(NotPermitted):
        uploads.upload(
            kind="test_aliases", file_name="b.csv", pieces=[b"1"], access=auditor, at=NOW
        )


def test_a_corrected_file_takes_over_what_was_said_of_the_first(clerk):
    first = handed_in("写法\n厂名\n", clerk, answers={"field": "name"})
    second = handed_in("写法\n商号\n", clerk, follows_id=first.pk)

    assert second.answers == {"field": "name"}
    assert second.follows_id == first.pk
    assert second.counts[Verdict.NEW] == 1


@pytest.mark.covers("exchange.mapping.add_alias", "works", "refused", "reach", "capability")
def test_an_alias_is_added_for_ones_unit_and_once(clerk, neighbour):
    words = {"at": NOW, "kind": "test_aliases", "field": "alias", "alias": "商号 (万元)"}
    with scoped(clerk):
        added = mapping.add_alias(access=clerk, **words)
        assert added.alias == "商号"
        with pytest.raises(ActionRefused, match="已是"):
            mapping.add_alias(access=clerk, **words)
        with pytest.raises(InputRefused, match="没有字段"):
            mapping.add_alias(access=clerk, **{**words, "field": "nothing"})
    with scoped(neighbour):
        assert not HeaderAlias.objects.filter(pk=added.pk).exists()
    auditor = make_access("auditor")
    with scoped(auditor), pytest.raises(NotPermitted):
        mapping.add_alias(access=auditor, **words)


@pytest.mark.covers("exchange.mapping.add_alias", "race")
@pytest.mark.covers("exchange.mapping.remove_alias", "race", "works")
def test_an_alias_is_added_and_removed_once(clerk):
    words = {"access": clerk, "at": NOW, "kind": "test_aliases"}

    def add() -> object:
        return mapping.add_alias(**words, field="alias", alias="商号")

    assert race(add, add, as_first=clerk, as_second=clerk) == ("done", "refused")
    with bootstrap_scope():
        alias_id = HeaderAlias.objects.get(alias="商号").pk

    def remove() -> object:
        return mapping.remove_alias(alias_id, **words)

    assert race(remove, remove, as_first=clerk, as_second=clerk) == ("done", "refused")


@pytest.mark.covers("exchange.mapping.remove_alias", "refused", "reach", "capability")
def test_an_alias_of_others_or_of_the_product_stays(clerk, neighbour, bureau):
    words = {"at": NOW, "kind": "test_aliases"}
    with scoped(bureau):
        citys = mapping.add_alias(access=bureau, **words, field="alias", alias="甲")
    with scoped(clerk):
        mine = mapping.add_alias(access=clerk, **words, field="alias", alias="乙")
        with pytest.raises(ActionRefused, match="市级"):
            mapping.remove_alias(citys.pk, access=clerk, **words)
    with scoped(neighbour), pytest.raises(HeaderAlias.DoesNotExist):
        mapping.remove_alias(mine.pk, access=neighbour, **words)
    auditor = make_access("auditor")
    with scoped(auditor), pytest.raises(NotPermitted):
        mapping.remove_alias(mine.pk, access=auditor, **words)


@pytest.mark.covers("exchange.rows.choose", "works")
def test_whom_a_row_means_is_chosen_and_remembered(known):
    import_ = handed_in(OWNERS, known, kind="test_owners")
    changed, doubtful, foreign, unknown = rows_of(import_, known)
    assert [changed.verdict, doubtful.verdict, foreign.verdict, unknown.verdict] == [
        Verdict.CHANGED,
        Verdict.DOUBTFUL,
        Verdict.TRANSFER,
        Verdict.DOUBTFUL,
    ]

    with scoped(known):
        words = {"kind": "test_aliases", "field": "alias", "alias": "另一厂名"}
        meant = mapping.add_alias(access=known, at=NOW, **words)
        row = rows.choose(import_.pk, unknown.pk, access=known, at=NOW, subject_id=meant.pk)
        nobody = rows.choose(import_.pk, doubtful.pk, access=known, at=NOW, subject_id=None)
        kept = dict(MatchChoice.objects.values_list("key", "subject_id"))

    assert row.verdict == Verdict.CHANGED
    assert nobody.verdict == Verdict.REFUSED
    assert kept == {"没有的": meant.pk, "像厂名": None}
    counts = again(import_, known).counts
    assert (counts["changed"], counts["doubtful"], counts["refused"]) == (2, 0, 1)


def test_a_row_said_to_mean_what_another_row_means_repeats_it(known):
    import_ = handed_in(OWNERS, known, kind="test_owners")
    changed, _, _, unknown = rows_of(import_, known)

    with scoped(known):
        row = rows.choose(
            import_.pk, unknown.pk, access=known, at=NOW, subject_id=changed.subject_id
        )

    assert (row.verdict, row.faults[0]["code"]) == (Verdict.REFUSED, "repeated")


@pytest.mark.covers("exchange.rows.choose", "refused", "race")
def test_a_choice_is_made_among_what_exists_and_on_what_was_seen(known):
    import_ = handed_in(OWNERS, known, kind="test_owners")
    doubtful = rows_of(import_, known)[1]

    def nobody() -> object:
        return rows.choose(
            import_.pk,
            doubtful.pk,
            access=known,
            at=NOW,
            subject_id=None,
            expected_version=import_.version,
        )

    with scoped(known), pytest.raises(InputRefused, match="没有这个写法"):
        rows.choose(import_.pk, doubtful.pk, access=known, at=NOW, subject_id=10**9)
    assert race(nobody, nobody, as_first=known, as_second=known) == ("done", "stale_version")


@pytest.mark.covers("exchange.rows.settle", "works", "refused", "race")
def test_a_better_source_is_overruled_only_by_a_person(known, bureau):
    with bootstrap_scope():
        HeaderAlias.objects.filter(alias="厂名").update(field="name")
    first = handed_in("写法,字段\n厂名,tax_id\n", known, kind="test_owners", rank=10)
    with scoped(known):
        apply(first.pk, access=known, at=NOW)
    work()
    assert named("厂名") == "tax_id"

    second = handed_in("写法,字段\n厂名,uscc\n", known, kind="test_owners")
    (row,) = rows_of(second, known)
    assert row.verdict == Verdict.CONFLICT
    assert SourceRank.ANNOUNCEMENT.label in row.faults[0]["detail"]

    def both(chosen: str) -> Callable[[], object]:
        words = {"access": known, "at": NOW, "expected_version": second.version}
        return lambda: rows.settle(second.pk, chosen=chosen, **words)

    with scoped(known), pytest.raises(InputRefused):
        rows.settle(second.pk, access=known, at=NOW, chosen="neither")
    outcome = race(both("file"), both("register"), as_first=known, as_second=known)
    assert outcome == ("done", StaleVersion.code)

    with scoped(known):
        apply(second.pk, access=known, at=NOW)
    work()
    assert again(second, known).state == ImportState.APPLIED
    assert named("厂名") == "uscc"


def test_a_row_of_another_units_subject_becomes_a_request(known):
    import_ = handed_in("写法,字段\n外厂名,name\n", known, kind="test_owners")
    with scoped(known):
        apply(import_.pk, access=known, at=NOW)
    work()

    done = again(import_, known)
    assert done.state == ImportState.APPLIED
    with scoped(known):
        assert list(done.traces.values_list("table", flat=True)) == ["test.request"]
