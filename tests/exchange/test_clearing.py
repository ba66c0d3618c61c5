"""Rows that an old import made nothing of go; sources of values stay."""

from datetime import timedelta

import pytest

from tests.exchange.driving import NOW, handed_in, rows_of
from tests.exchange.test_engine import applied
from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import ImportState, Mode, Verdict
from wuhan_smes.exchange.clearing import KEPT_FOR, NIGHTS, clear_rows, is_cleared
from wuhan_smes.exchange.models import Import, Provenance
from wuhan_smes.scope import scoped

SYSTEM = Access.of_system("测试")
MIXED = "写法,字段\n厂名,name\n禁用,name\n,uscc\n"
ENDED = NOW + timedelta(hours=1)


def clear(at):
    with scoped(SYSTEM):
        return clear_rows(at=at)


@pytest.fixture
def mixed(clerk):
    """One row that was written, two that could not be."""
    import_ = applied(handed_in(MIXED, clerk), clerk, Mode.GOOD)
    with scoped(SYSTEM):
        Import.objects.filter(pk=import_.pk).update(applied_at=ENDED)
    return import_


def test_a_year_later_only_rows_that_wrote_something_are_left(mixed, clerk):
    before = rows_of(mixed, clerk)
    written = [it.pk for it in before if it.verdict == Verdict.NEW]
    with scoped(SYSTEM):
        traced = set(Provenance.objects.filter(of=mixed).values_list("row_id", flat=True))

    gone = clear(ENDED + KEPT_FOR + timedelta(days=1))

    assert traced == set(written)
    assert gone == len(before) - len(written) > 0
    assert [it.pk for it in rows_of(mixed, clerk)] == written


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(ENDED + KEPT_FOR - timedelta(days=1), id="before a year"),
        pytest.param(ENDED + KEPT_FOR + NIGHTS + timedelta(days=1), id="after its nights"),
    ],
)
def test_nothing_goes_before_its_time_and_nothing_is_read_for_ever(mixed, clerk, at):
    before = rows_of(mixed, clerk)

    assert clear(at) == 0
    assert rows_of(mixed, clerk) == before


def test_an_import_that_is_still_open_keeps_everything(clerk):
    import_ = handed_in(MIXED, clerk)

    assert import_.state == ImportState.CHECKED
    assert clear(NOW + KEPT_FOR + timedelta(days=1)) == 0
    assert not is_cleared(import_, at=NOW + 3 * KEPT_FOR)


def test_the_page_says_that_rows_are_gone(mixed):
    with scoped(SYSTEM):
        old = Import.objects.get(pk=mixed.pk)

    assert is_cleared(old, at=ENDED + KEPT_FOR + timedelta(days=1))
    assert not is_cleared(old, at=ENDED + timedelta(days=1))
