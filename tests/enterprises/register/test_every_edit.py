"""What every change of an enterprise has in common: reach, capability, version, lock."""

import pytest

from enterprises.models import Enterprise
from enterprises.querysets import EnterpriseQuerySet
from tests.enterprises.register.conftest import Town, build_town
from tests.enterprises.register.edits import NAMES, edit, prepared
from tests.races import race
from wuhan_smes.errors import NotPermitted, StaleVersion
from wuhan_smes.scope import scoped


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"enterprises.{name}", kind))
            for name in NAMES
        ],
    )


@each("reach")
def test_an_enterprise_of_another_unit_cannot_be_changed(town: Town, name: str) -> None:
    enterprise, words = town.enterprise(), prepared(town)[name]
    if name == "moves.ask":
        words["to_jurisdiction_id"] = town.here.pk

    with scoped(town.other), pytest.raises(Enterprise.DoesNotExist):
        edit(name, enterprise, town.other, **words)

    enterprise.refresh_from_db()
    assert enterprise.version == 1


@each("capability")
def test_who_may_only_read_changes_nothing(town: Town, name: str) -> None:
    enterprise, words = town.enterprise(), prepared(town)[name]

    with scoped(town.reader), pytest.raises(NotPermitted):
        edit(name, enterprise, town.reader, **words)


@pytest.mark.parametrize("name", NAMES)
def test_a_stale_version_is_refused_and_nothing_is_changed(town: Town, name: str) -> None:
    enterprise, words = town.enterprise(), prepared(town)[name]

    with scoped(town.clerk), pytest.raises(StaleVersion):
        edit(name, enterprise, town.clerk, expected_version=7, **words)

    enterprise.refresh_from_db()
    assert enterprise.version == 1


def race_on(town: Town, name: str) -> tuple[str, str]:
    enterprise, words = town.enterprise(), prepared(town)[name]

    def act() -> object:
        return edit(name, enterprise, town.clerk, expected_version=1, **words)

    return race(act, act, as_first=town.clerk, as_second=town.clerk)


@pytest.mark.covers("enterprises.enterprises.amend", "race")
@pytest.mark.covers("enterprises.enterprises.deregister", "race")
@pytest.mark.covers("enterprises.names.rename", "race")
@pytest.mark.covers("enterprises.classification.set_industry", "race")
@pytest.mark.covers("enterprises.classification.join_chain", "race")
@pytest.mark.covers("enterprises.classification.set_place", "race")
@pytest.mark.covers("enterprises.classification.set_size", "race")
@pytest.mark.covers("enterprises.classification.set_scale", "race")
@pytest.mark.covers("enterprises.contacts.add", "race")
@pytest.mark.covers("enterprises.ownership.link", "race")
@pytest.mark.covers("enterprises.moves.ask", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_read_the_same_version_one_is_told() -> None:
    town = build_town()

    outcomes = {name: race_on(town, name) for name in NAMES}

    told = dict.fromkeys(NAMES, ("done", "stale_version"))
    assert outcomes == {**told, "moves.ask": ("done", "move_refused")}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_would_not_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EnterpriseQuerySet, "locked", lambda rows, pk: rows.get(pk=pk))

    assert race_on(build_town(), "contacts.add") == ("done", "done")
