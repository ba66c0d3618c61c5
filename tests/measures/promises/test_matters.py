"""Matters: named once, and what lists of past payments call them belongs to one alone."""

from typing import Any

import pytest

from measures.actions import matters
from measures.models import Matter
from tests.enterprises.register.conftest import NOON, build_town
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import scoped

GIANTS: dict[str, Any] = {"code": "giants", "title": "小巨人认定奖励", "once_per": "lifetime"}


def add(access: Access, **values: Any) -> Matter:
    with scoped(access):
        return matters.add(access=access, at=NOON, **{**GIANTS, **values})


@pytest.mark.django_db
@pytest.mark.covers("measures.matters.add", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.matters.amend", "works", "refused", "reach", "capability")
def test_a_matter_is_named_once_and_keeps_its_frequency() -> None:
    town = build_town()
    row = add(town.city, spellings=["小巨人奖", "小巨人奖 "])
    half = Access(7, "区", {**town.clerk.reaches, matters.EDIT: town.clerk.total_reach()})
    words: dict[str, Any] = {"access": town.city, "at": NOON}

    with scoped(town.city):
        changed = matters.amend(row.pk, values={"spellings": ["小巨人一次性奖励"]}, **words)
        with pytest.raises(ActionRefused, match="没有需要修改"):
            matters.amend(row.pk, values={"title": row.title}, **words)
        with pytest.raises(InputRefused):
            matters.amend(row.pk, values={"once_per": "year"}, **words)
        with pytest.raises(StaleVersion):
            matters.amend(row.pk, values={"title": "旧"}, expected_version=1, **words)
    with pytest.raises(ActionRefused, match="已归入其他事项"):
        add(town.city, code="other", title="别的", spellings=["小巨人一次性奖励"])
    with pytest.raises(ActionRefused, match="已经登记"):
        add(town.city, title="同名代码")
    with scoped(town.clerk):
        for who in (town.clerk, half):
            with pytest.raises(NotPermitted):
                matters.amend(row.pk, access=who, at=NOON, values={"title": "改"})
            with pytest.raises(NotPermitted):
                matters.add(access=who, at=NOON, **GIANTS)

    assert (changed.version, [it.written for it in changed.spellings.order_by("pk")]) == (
        2,
        ["小巨人一次性奖励"],
    )


@pytest.mark.covers("measures.matters.add", "race")
@pytest.mark.covers("measures.matters.amend", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_name_a_matter_at_once_one_is_told() -> None:
    town = build_town()
    row = add(town.city)

    def again() -> object:
        return matters.add(access=town.city, at=NOON, **{**GIANTS, "code": "b", "title": "乙"})

    def amend() -> object:
        return matters.amend(row.pk, access=town.city, at=NOON, values={"note": "改"})

    assert race(again, again, as_first=town.city, as_second=town.city) == ("done", "refused")
    assert race(amend, amend, as_first=town.city, as_second=town.city) == ("done", "refused")
