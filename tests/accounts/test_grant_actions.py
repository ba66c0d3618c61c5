"""Rights need four eyes, never oneself, and nobody hands on more than he reaches."""

import pytest
from django.db import IntegrityError

from tests.accounts.conftest import NOON, Office, kinds, open_office, trail
from tests.factories.accounts import grant, make_agency, make_city, make_station, make_user
from tests.factories.sessions import make_session
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import grants, users
from wuhan_smes.accounts.models import Grant, Session, User
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped


def proposed(office: Office, **values: object) -> Grant:
    """A right over the whole unit for its clerk, waiting for the lead."""
    words = {"role": "finance", "anchor_id": office.unit.pk, "reason": "分管资金", **values}
    return grants.propose(office.clerk.pk, access=office.keeping, at=NOON, **words)


@pytest.mark.covers("accounts.grants.propose", "works")
@pytest.mark.covers("accounts.grants.approve", "works")
def test_a_right_is_proposed_by_one_and_approved_by_another(office: Office) -> None:
    with scoped(office.keeping):
        waiting = proposed(office)
    assert "finance" not in held(office.clerk)

    proof = office.clerk.get_session_auth_hash()
    with scoped(office.leading):
        grants.approve(waiting.pk, access=office.leading, at=NOON)

    office.clerk.refresh_from_db()
    assert "finance" in held(office.clerk)
    assert office.clerk.get_session_auth_hash() != proof
    assert kinds() == ["grant.propose", "grant.approve"]
    assert [event.changes["role"] for event in trail()] == ["finance", "finance"]


def held(user: User) -> list[str]:
    return list(Grant.objects.in_force().filter(user=user).values_list("role", flat=True))


@pytest.mark.covers("accounts.grants.propose", "refused")
@pytest.mark.parametrize(
    "wrong", [{"role": "emperor"}, {"reason": " "}, {"anchor_id": 0}, {"role": "handler"}]
)
def test_a_faulty_proposal_is_refused(office: Office, wrong: dict[str, object]) -> None:
    with pytest.raises(InputRefused):
        proposed(office, **wrong)


def test_the_same_right_is_not_proposed_twice(office: Office) -> None:
    proposed(office)

    with pytest.raises(ActionRefused, match="已有相同的授权"):
        proposed(office)


def test_nobody_proposes_a_right_for_himself(office: Office) -> None:
    with pytest.raises(ActionRefused, match="自己"):
        grants.propose(
            office.keeper.pk,
            access=office.keeping,
            at=NOON,
            role="finance",
            anchor_id=office.unit.pk,
            reason="代管",
        )


def test_nobody_approves_a_right_for_himself(office: Office) -> None:
    own = grants.propose(
        office.lead.pk,
        access=office.keeping,
        at=NOON,
        role="finance",
        anchor_id=office.unit.pk,
        reason="代管",
    )

    with pytest.raises(ActionRefused, match="给自己"):
        grants.approve(own.pk, access=office.leading, at=NOON)


@pytest.mark.parametrize("part", ["proposed_by", "approved_by"])
def test_the_database_knows_that_nobody_grants_to_himself(office: Office, part: str) -> None:
    waiting = proposed(office)
    people = {"proposed_by": office.keeper, "approved_by": office.lead, part: office.clerk}

    with pytest.raises(IntegrityError, match="grant_is_never_to_oneself"):
        Grant.objects.filter(pk=waiting.pk).update(approved_at=NOON, **people)


def test_the_database_knows_that_it_takes_four_eyes(office: Office) -> None:
    waiting = proposed(office)

    with pytest.raises(IntegrityError, match="grant_needs_four_eyes"):
        Grant.objects.filter(pk=waiting.pk).update(approved_by=office.keeper, approved_at=NOON)


@pytest.mark.parametrize("role", ["auditor", "district_lead"])
def test_keeping_approving_and_auditing_are_three_people(office: Office, role: str) -> None:
    other = make_user("administrator", unit=office.unit)

    with pytest.raises(ActionRefused, match="三人"):
        grants.propose(
            other.pk,
            access=office.keeping,
            at=NOON,
            role=role,
            anchor_id=office.unit.pk,
            reason="兼任",
        )
    with pytest.raises(IntegrityError, match="grant_keeps_duties_apart"):
        grant(other, role, unit=office.unit)


@pytest.mark.covers("accounts.grants.approve", "refused")
def test_the_proposer_cannot_approve(office: Office) -> None:
    waiting = proposed(office)
    # Somebody who may do both, as no role allows: the four eyes do not hang on roles alone.
    both = Access(
        office.keeper.pk,
        office.keeper.username,
        {**office.leading.reaches, **office.keeping.reaches},
    )

    with pytest.raises(ActionRefused, match="提出人"):
        grants.approve(waiting.pk, access=both, at=NOON)


def test_no_right_for_somebody_disabled(office: Office) -> None:
    waiting = proposed(office)
    users.disable(office.clerk.pk, access=office.keeping, at=NOON, reason="调离")

    with pytest.raises(ActionRefused, match="已停用"):
        grants.approve(waiting.pk, access=office.leading, at=NOON)


@pytest.mark.covers("accounts.grants.propose", "reach")
def test_nobody_proposes_what_or_whom_he_does_not_reach(office: Office, elsewhere: Office) -> None:
    for anchor in (elsewhere.unit, make_city()):
        with pytest.raises(InputRefused):
            proposed(office, anchor_id=anchor.pk)
    for role, anchor in (
        ("handler", make_agency(elsewhere.unit)),
        ("specialist", make_station(elsewhere.unit)),
    ):
        with pytest.raises(InputRefused):
            proposed(office, role=role, anchor_id=anchor.pk)
    with pytest.raises(User.DoesNotExist):
        grants.propose(
            elsewhere.clerk.pk,
            access=office.keeping,
            at=NOON,
            role="finance",
            anchor_id=office.unit.pk,
            reason="越权",
        )


@pytest.mark.covers("accounts.grants.approve", "reach")
@pytest.mark.covers("accounts.grants.decline", "reach")
@pytest.mark.covers("accounts.grants.revoke", "reach")
def test_grants_of_another_unit_do_not_exist(office: Office, elsewhere: Office) -> None:
    waiting = proposed(elsewhere)
    standing = Grant.objects.in_force().get(user=elsewhere.clerk)

    with pytest.raises(Grant.DoesNotExist):
        grants.approve(waiting.pk, access=office.leading, at=NOON)
    with pytest.raises(Grant.DoesNotExist):
        grants.decline(waiting.pk, access=office.leading, at=NOON, reason="越权")
    with pytest.raises(Grant.DoesNotExist):
        grants.revoke(standing.pk, access=office.leading, at=NOON, reason="越权")


def test_a_lead_cannot_approve_the_whole_city_for_his_own_clerk(office: Office) -> None:
    city_keeper = access_for(make_user("administrator"))
    wide = grants.propose(
        office.clerk.pk,
        access=city_keeper,
        at=NOON,
        role="finance",
        anchor_id=make_city().pk,
        reason="全市资金",
    )

    with pytest.raises(Grant.DoesNotExist):
        grants.approve(wide.pk, access=office.leading, at=NOON)


@pytest.mark.covers("accounts.grants.propose", "capability")
@pytest.mark.covers("accounts.grants.approve", "capability")
@pytest.mark.covers("accounts.grants.decline", "capability")
@pytest.mark.covers("accounts.grants.revoke", "capability")
def test_each_part_needs_its_own_capability(office: Office) -> None:
    waiting = proposed(office)

    with pytest.raises(NotPermitted):
        grants.propose(
            office.clerk.pk,
            access=office.leading,
            at=NOON,
            role="finance",
            anchor_id=office.unit.pk,
            reason="越权",
        )
    with pytest.raises(NotPermitted):
        grants.approve(waiting.pk, access=office.keeping, at=NOON)
    for verb in (grants.decline, grants.revoke):
        with pytest.raises(NotPermitted):
            verb(waiting.pk, access=office.working, at=NOON, reason="越权")


@pytest.mark.covers("accounts.grants.decline", "works")
def test_a_declined_proposal_can_be_made_again_and_signs_nobody_out(office: Office) -> None:
    waiting, session = proposed(office), make_session(office.clerk, at=NOON)

    with scoped(office.leading):
        ended = grants.decline(waiting.pk, access=office.leading, at=NOON, reason="理由不足")

    assert (ended.revoked_by_id, ended.revoked_reason) == (office.lead.pk, "理由不足")
    assert proposed(office).pk != waiting.pk
    assert list(Session.scoped.filter(user=office.clerk)) == [session]
    assert kinds() == ["grant.propose", "grant.decline", "grant.propose"]


@pytest.mark.covers("accounts.grants.decline", "refused")
def test_what_is_in_force_is_revoked_not_declined(office: Office) -> None:
    standing = Grant.objects.in_force().get(user=office.clerk)

    with pytest.raises(ActionRefused, match="请撤销"):
        grants.decline(standing.pk, access=office.leading, at=NOON, reason="误")
    with pytest.raises(InputRefused):
        grants.decline(proposed(office).pk, access=office.leading, at=NOON, reason=" ")


@pytest.mark.covers("accounts.grants.revoke", "works")
def test_a_revoked_right_ends_at_once(office: Office) -> None:
    standing = Grant.objects.in_force().get(user=office.clerk)

    with scoped(office.keeping):
        grants.revoke(standing.pk, access=office.keeping, at=NOON, reason="调岗")

    assert access_for(office.clerk).reaches == {}
    assert kinds() == ["grant.revoke"]


@pytest.mark.covers("accounts.grants.revoke", "refused")
def test_what_waits_is_declined_and_ones_own_right_stays(office: Office) -> None:
    with pytest.raises(ActionRefused, match="请退回"):
        grants.revoke(proposed(office).pk, access=office.leading, at=NOON, reason="误")
    own = Grant.objects.in_force().get(user=office.lead)
    with pytest.raises(ActionRefused, match="自己"):
        grants.revoke(own.pk, access=office.leading, at=NOON, reason="误")


@pytest.mark.covers("accounts.grants.propose", "race")
@pytest.mark.django_db(transaction=True)
def test_the_same_right_proposed_twice_at_once_is_proposed_once() -> None:
    office = open_office()

    outcome = race(
        lambda: proposed(office),
        lambda: proposed(office),
        as_first=office.keeping,
        as_second=office.keeping,
    )

    assert outcome == ("done", "refused")


@pytest.mark.covers("accounts.grants.approve", "race")
@pytest.mark.covers("accounts.grants.decline", "race")
@pytest.mark.django_db(transaction=True)
def test_a_grant_approved_and_declined_at_once_is_only_one_of_them() -> None:
    office = open_office()
    lead, waiting = office.leading, proposed(office)
    second = proposed(office, role="finance_lead")

    approved_first = race(
        lambda: grants.approve(waiting.pk, access=lead, at=NOON),
        lambda: grants.decline(waiting.pk, access=lead, at=NOON, reason="理由不足"),
        as_first=lead,
        as_second=lead,
    )
    declined_first = race(
        lambda: grants.decline(second.pk, access=lead, at=NOON, reason="理由不足"),
        lambda: grants.approve(second.pk, access=lead, at=NOON),
        as_first=lead,
        as_second=lead,
    )

    assert (approved_first, declined_first) == (("done", "refused"), ("done", "refused"))


@pytest.mark.covers("accounts.grants.revoke", "race")
@pytest.mark.django_db(transaction=True)
def test_a_grant_revoked_by_two_at_once_is_revoked_once() -> None:
    office = open_office()
    standing = Grant.objects.in_force().get(user=office.clerk)

    outcome = race(
        lambda: grants.revoke(standing.pk, access=office.leading, at=NOON, reason="调岗"),
        lambda: grants.revoke(standing.pk, access=office.keeping, at=NOON, reason="调离"),
        as_first=office.leading,
        as_second=office.keeping,
    )

    assert outcome == ("done", "refused")
