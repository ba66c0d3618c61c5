"""Programmes: a draft is anybody's work, coming into force takes two people."""

from datetime import date
from typing import Any

import pytest

from measures.actions import programmes
from measures.actions.programme_rows import terms_of
from measures.choices import DocumentStatus, ProgrammeState
from measures.models import Programme
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.factories.accounts import make_access
from tests.factories.promises import (
    make_document,
)
from tests.measures.promises.drafting import (
    INSTALMENTS,
    MARCH,
    PAPER,
    SHARES,
    drafted,
    in_force,
    terms,
)
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import bootstrap_scope, scoped


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def lead(town: Town) -> Access:
    return make_access("bureau_lead")


@pytest.mark.covers("measures.programmes.draft", "works", "refused")
@pytest.mark.covers("measures.programmes.propose", "works", "refused")
@pytest.mark.covers("measures.programmes.put_into_force", "works", "refused")
@pytest.mark.covers("measures.programmes.revise", "works", "refused")
def test_a_programme_comes_into_force_by_two_people(town: Town, lead: Access) -> None:
    row = drafted(town.city)
    words: dict[str, Any] = {"at": NOON}

    with scoped(town.city):
        with pytest.raises(ActionRefused, match="已有项目"):
            programmes.draft(access=town.city, code="giants", values=terms(), **words)
        revised = programmes.revise(
            row.pk, access=town.city, values={"title": "小巨人奖励"}, expected_version=1, **words
        )
        with pytest.raises(StaleVersion):
            programmes.revise(
                row.pk, access=town.city, values={"title": "旧"}, expected_version=1, **words
            )
        with pytest.raises(ActionRefused, match="没有需要修改"):
            programmes.revise(row.pk, access=town.city, values={"title": "小巨人奖励"}, **words)
    with scoped(lead), pytest.raises(ActionRefused, match="尚未提请"):
        programmes.put_into_force(row.pk, access=lead, **words)
    with scoped(town.city):
        programmes.propose(row.pk, access=town.city, valid_from=MARCH, **words)
        with pytest.raises(ActionRefused, match="等待批准"):
            programmes.propose(row.pk, access=town.city, valid_from=MARCH, **words)
    with scoped(lead):
        settled = programmes.put_into_force(row.pk, access=lead, **words)
        with pytest.raises(ActionRefused, match="另拟新版"):
            programmes.revise(row.pk, access=lead, values={"title": "改"}, **words)

    assert (revised.title, revised.version) == ("小巨人奖励", 2)
    assert (settled.state, settled.valid_from) == (ProgrammeState.IN_FORCE, MARCH)
    assert [share.percent for share in settled.shares.order_by("level")] == [30, 70]
    told = AuditEvent.objects.filter(kind__startswith="programme.").order_by("id")
    assert [entry.kind for entry in told] == [
        "programme.draft",
        "programme.revise",
        "programme.propose",
        "programme.put_into_force",
    ]


def test_who_proposed_does_not_approve_and_what_changes_must_be_proposed_anew(
    town: Town, lead: Access
) -> None:
    row = drafted(lead)

    with scoped(lead):
        programmes.propose(row.pk, access=lead, at=NOON, valid_from=MARCH)
        with pytest.raises(NotPermitted, match="提请人不能批准"):
            programmes.put_into_force(row.pk, access=lead, at=NOON)
        programmes.revise(row.pk, access=lead, at=NOON, values={"note": "改一处"})
        with pytest.raises(ActionRefused, match="尚未提请"):
            programmes.put_into_force(row.pk, access=lead, at=NOON)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"document_status": DocumentStatus.DRAFT}, "只能在测算中试算"),
        ({"document_status": DocumentStatus.UNKNOWN}, "只能在测算中试算"),
        ({"shares": SHARES[:1]}, "资金分担比例合计 70.00%"),
        ({"instalments": INSTALMENTS[:1]}, "分期拨付比例合计 60.00%"),
    ],
)
def test_what_is_not_settled_feeds_the_sandbox_alone(
    town: Town, values: dict[str, Any], sentence: str
) -> None:
    status = values.pop("document_status", None)
    if status is not None:
        with bootstrap_scope():
            values["document_id"] = make_document(status=status).pk
    row = drafted(town.city, **values)

    with scoped(town.city), pytest.raises(ActionRefused, match=sentence):
        programmes.propose(row.pk, access=town.city, at=NOON, valid_from=MARCH)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount_rule": {"kind": "share", "percent": "5", "of": "nothing"}}, "amount_rule"),
        ({"deferral": {"lasting": "scale", "years": 1, "month": 3, "day": 1}}, "deferral"),
        ({"shares": [*SHARES, SHARES[0]]}, "shares"),
        ({"evidence": [*PAPER, *PAPER]}, "evidence"),
        ({"matter_id": 0}, "matter"),
        ({"state": "in_force"}, "state"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_their_place(
    town: Town, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InputRefused) as said:
        drafted(town.city, **values)

    assert [fault.field for fault in said.value.faults] == [field]


@pytest.mark.covers("measures.programmes.amend", "works", "refused")
@pytest.mark.covers("measures.programmes.end", "works", "refused")
def test_the_next_edition_takes_the_place_of_the_one_before(town: Town, lead: Access) -> None:
    first = in_force(lead, town.city)
    july = date(2026, 7, 1)
    richer = {"amount_rule": {"kind": "fixed", "amount": "200000"}}

    with scoped(town.city):
        second = programmes.amend(first.pk, access=town.city, at=NOON, values=richer)
        with pytest.raises(ActionRefused, match="已有新版"):
            programmes.amend(first.pk, access=town.city, at=NOON, values=richer)
        programmes.propose(second.pk, access=town.city, at=NOON, valid_from=july)
    with scoped(lead):
        programmes.put_into_force(second.pk, access=lead, at=NOON)
    first.refresh_from_db()
    with scoped(town.city):
        with pytest.raises(ActionRefused, match="只有施行中"):
            programmes.end(
                first.pk, access=town.city, at=NOON, last_day=date(2027, 1, 1), reason="到期"
            )
        ended = programmes.end(
            second.pk, access=town.city, at=NOON, last_day=date(2026, 12, 31), reason="到期"
        )

    assert (second.code, second.edition, second.replaces_id) == ("giants", 2, first.pk)
    assert second.shares.count() == 2
    assert (first.state, first.valid_until) == (ProgrammeState.ENDED, july)
    assert (ended.state, ended.valid_until) == (ProgrammeState.ENDED, date(2027, 1, 1))


ACTS = ("draft", "revise", "amend", "propose", "put_into_force", "end")


def act(name: str, row: Programme, access: Access) -> object:
    """One action by its name, on a programme in the state it wants."""
    who: dict[str, Any] = {"access": access, "at": NOON}
    if name == "draft":
        return programmes.draft(code="again", values=terms_of(row), **who)
    if name == "revise":
        return programmes.revise(row.pk, values={"note": "改"}, **who)
    if name == "amend":
        return programmes.amend(row.pk, values={}, **who)
    if name == "propose":
        return programmes.propose(row.pk, valid_from=MARCH, **who)
    if name == "put_into_force":
        return programmes.put_into_force(row.pk, **who)
    return programmes.end(row.pk, last_day=date(2026, 12, 31), reason="到期", **who)


def wanted(name: str, town: Town, lead: Access) -> Programme:
    if name in {"amend", "end"}:
        return in_force(lead, town.city, name)
    row = drafted(town.city, name)
    if name == "put_into_force":
        with scoped(town.city):
            programmes.propose(row.pk, access=town.city, at=NOON, valid_from=MARCH)
    return row


def twice(name: str, town: Town, lead: Access) -> tuple[str, str]:
    row = wanted(name, town, lead)
    who = lead if name == "put_into_force" else town.city

    def again() -> object:
        return act(name, row, who)

    return race(again, again, as_first=who, as_second=who)


def each(*kinds: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(name, marks=pytest.mark.covers(f"measures.programmes.{name}", *kinds))
            for name in ACTS
        ],
    )


@each("capability", "reach")
def test_programmes_are_the_citys(town: Town, lead: Access, name: str) -> None:
    """The right held in one unit reaches no programme."""
    row = wanted(name, town, lead)
    right = Capability.PROGRAMME_APPROVE if name == "put_into_force" else programmes.EDIT
    half = Access(7, "区", {**town.clerk.reaches, right: town.clerk.total_reach()})

    with scoped(town.clerk):
        for who in (town.clerk, half):
            with pytest.raises(NotPermitted):
                act(name, row, who)


@pytest.mark.covers("measures.programmes.draft", "race")
@pytest.mark.covers("measures.programmes.revise", "race")
@pytest.mark.covers("measures.programmes.amend", "race")
@pytest.mark.covers("measures.programmes.propose", "race")
@pytest.mark.covers("measures.programmes.put_into_force", "race")
@pytest.mark.covers("measures.programmes.end", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_do_the_same_at_once_one_is_told() -> None:
    town, lead = build_town(), make_access("bureau_lead")
    outcomes = {name: twice(name, town, lead) for name in ACTS}

    assert outcomes == dict.fromkeys(ACTS, ("done", "refused"))
