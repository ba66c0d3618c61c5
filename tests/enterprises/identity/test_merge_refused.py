"""What a merge refuses, and that a refusal or a failure leaves both rows as they were."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from enterprises.actions import contacts, enterprises, merges, voiding
from enterprises.actions.merging import registry
from enterprises.models import (
    Enterprise,
    Merge,
)
from enterprises.rules.merging import MergeRefused, RelationUnknown
from tests.enterprises.identity.conftest import merge, undo
from tests.enterprises.identity.test_merge import stays, titles
from tests.enterprises.register.conftest import FREE_USCC, NOON, Town, build_town
from tests.factories.enterprises import make_contact, make_enterprise
from tests.factories.titles import make_title
from tests.races import race
from wuhan_smes.errors import (
    ActionRefused,
    InputRefused,
    NotPermitted,
    StaleVersion,
    TransitionRefused,
)
from wuhan_smes.scope import scoped

LATER = datetime(2026, 3, 5, 4, tzinfo=UTC)
D = date


def test_who_may_not_edit_titles_ends_none_by_a_merge(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    make_title(gone)
    merge(gone, town.enterprise(), town.clerk)
    again = town.enterprise()
    make_title(again)
    make_title(into)

    with pytest.raises(NotPermitted, match="称号重叠"):
        merge(again, into, town.clerk)

    merge(again, into, town.city)


@pytest.mark.covers("enterprises.merges.merge", "refused")
def test_not_with_itself_not_twice_not_the_better_row_into_the_lesser(town: Town) -> None:
    gone, into = town.enterprise(), town.enterprise()
    team = town.enterprise(uscc=None, kind="team")
    struck = town.enterprise()
    with scoped(town.clerk):
        words = {"on": D(2026, 3, 1), "reason": "注销登记"}
        enterprises.deregister(struck.pk, access=town.clerk, at=NOON, **words)

    with pytest.raises(InputRefused, match="自身"):
        merge(gone, gone, town.clerk)
    with pytest.raises(InputRefused, match="理由"):
        merge(gone, into, town.clerk, reason=" ")
    with pytest.raises(MergeRefused, match="没有统一社会信用代码"):
        merge(gone, team, town.clerk)
    with pytest.raises(MergeRefused, match="已注销"):
        merge(gone, struck, town.clerk)
    with pytest.raises(StaleVersion):
        merge(gone, into, town.clerk, expected_version=9)
    merge(gone, into, town.clerk)
    with pytest.raises(MergeRefused, match="已并入其他企业"):
        merge(gone, into, town.clerk)
    with pytest.raises(MergeRefused, match="已并入其他企业"):
        merge(into, gone, town.clerk)
    with pytest.raises(TransitionRefused, match="并入后的企业"), scoped(town.clerk):
        contacts.add(gone.pk, access=town.clerk, at=NOON, name="张三", phone="13800000000")


@pytest.mark.covers("enterprises.merges.merge", "reach", "capability")
@pytest.mark.covers("enterprises.merges.undo", "reach", "capability")
def test_both_rows_must_be_one_s_own_or_it_is_the_city_s(town: Town) -> None:
    gone, into, foreign = town.enterprise(), town.enterprise(), make_enterprise(unit=town.there)

    for access in (town.clerk, town.other):
        with pytest.raises(Enterprise.DoesNotExist):
            merge(gone, foreign, access)
    with pytest.raises(NotPermitted):
        merge(gone, into, town.reader)
    done = merge(gone, foreign, town.city)
    with pytest.raises(Merge.DoesNotExist):
        undo(done, town.clerk)
    with pytest.raises(Enterprise.DoesNotExist):
        undo(done, town.other)
    with pytest.raises(NotPermitted):
        undo(done, town.reader)
    undo(done, town.city)
    gone.refresh_from_db()
    assert (gone.status, gone.jurisdiction_id) == ("active", town.here.pk)


def race_merges(town: Town) -> tuple[str, str]:
    gone, one, other = town.enterprise(), town.enterprise(), town.enterprise()

    def act(into: Enterprise) -> Any:
        words = {"into_id": into.pk, "reason": "重复", "at": NOON}
        return lambda: merges.merge(gone.pk, access=town.clerk, **words)

    return race(act(one), act(other), as_first=town.clerk, as_second=town.clerk)


@pytest.mark.covers("enterprises.merges.merge", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_merges() -> None:
    assert race_merges(build_town()) == ("done", "merge_refused")


@pytest.mark.covers("enterprises.merges.undo", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_undoes() -> None:
    town = build_town()
    done = merge(town.enterprise(), town.enterprise(), town.clerk)

    def act() -> Merge:
        return merges.undo(done.pk, access=town.clerk, at=LATER, reason="误合并")

    outcome = race(act, act, as_first=town.clerk, as_second=town.clerk)

    assert outcome == ("done", "transition_refused")


def test_a_free_code_is_no_way_round(town: Town) -> None:
    """The old row keeps its code: nobody can register it anew."""
    gone, into = town.enterprise(uscc=FREE_USCC), town.enterprise()
    merge(gone, into, town.clerk)

    with scoped(town.clerk), pytest.raises(Exception, match="已登记"):
        enterprises.create(
            access=town.clerk,
            at=NOON,
            jurisdiction_id=town.here.pk,
            name="示例新公司",
            uscc=FREE_USCC,
        )


def test_a_relation_nobody_named_refuses_every_merge(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, into = town.enterprise(), town.enterprise()
    person = make_contact(gone)
    monkeypatch.delitem(registry.HANDLERS, "enterprises.Contact.enterprise")

    with pytest.raises(RelationUnknown, match=r"enterprises\.Contact\.enterprise"):
        merge(gone, into, town.clerk)

    person.refresh_from_db()
    gone.refresh_from_db()
    assert (person.enterprise_id, gone.status) == (gone.pk, "active")


def test_what_fails_half_way_leaves_nothing_behind(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, into = town.enterprise(since=D(2018, 1, 1)), town.enterprise()
    make_title(gone)
    last = registry.HANDLERS["enterprises.Contact.enterprise"]
    broken = registry.Part(lambda access, at: 1 / 0)  # type: ignore[arg-type,return-value] # breaks
    monkeypatch.setattr(type(last), "plan", lambda handler, halves: broken)

    with pytest.raises(ZeroDivisionError):
        merge(gone, into, town.clerk)

    gone.refresh_from_db()
    assert (gone.status, len(titles(gone)), len(stays(gone))) == ("active", 1, 1)
    assert len(stays(into)) == 1


def test_a_voided_row_is_not_merged_and_a_row_others_joined_is_not_voided(town: Town) -> None:
    gone, into, voided = town.enterprise(), town.enterprise(), town.enterprise()
    words = {"access": town.clerk, "at": NOON, "reason": "误登记"}
    with scoped(town.clerk):
        voiding.void_set([voided.pk], **words)

    for pair in ((voided, into), (into, voided)):
        with pytest.raises(MergeRefused):
            merge(*pair, town.clerk)
    merge(gone, into, town.clerk)
    with scoped(town.clerk), pytest.raises(ActionRefused, match="有企业并入"):
        voiding.void_set([into.pk], **words)
