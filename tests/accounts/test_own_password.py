"""Everybody changes his own password, by knowing the present one."""

import pytest

from tests.accounts.conftest import GOOD_PASSWORD, NOON, Office, open_office
from tests.factories.accounts import PASSWORD, make_user
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions.own_password import change_own_password
from wuhan_smes.accounts.models import User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scope import scoped

CHANGE = "accounts.own_password.change_own_password"


def change(own: Access, current: str = PASSWORD, password: str = GOOD_PASSWORD) -> User:
    return change_own_password(
        own.actor_id or 0, access=own, at=NOON, current=current, password=password
    )


@pytest.mark.covers(CHANGE, "works")
@pytest.mark.parametrize("role", ["district_staff", "specialist", "handler", "auditor", ""])
def test_everybody_changes_his_own_password(db: None, role: str) -> None:
    user = make_user(role)
    proof, own = user.get_session_auth_hash(), access_for(user)

    with scoped(own):
        change(own)

    user.refresh_from_db()
    assert user.check_password(GOOD_PASSWORD)
    assert user.get_session_auth_hash() != proof
    entry = AuditEvent.objects.get(kind="account.password_changed")
    assert (entry.target_id, entry.changes) == (user.pk, {})


@pytest.mark.covers(CHANGE, "refused")
@pytest.mark.parametrize(
    ("current", "password"),
    [("not-mine-at-all", GOOD_PASSWORD), (PASSWORD, PASSWORD), (PASSWORD, "12345")],
)
def test_a_wrong_or_weak_password_changes_nothing(
    office: Office, current: str, password: str
) -> None:
    with pytest.raises(ActionRefused):
        change(office.working, current, password)

    office.clerk.refresh_from_db()
    assert office.clerk.check_password(PASSWORD)


@pytest.mark.covers(CHANGE, "reach")
@pytest.mark.covers(CHANGE, "capability")
def test_nobody_changes_the_password_of_another(office: Office) -> None:
    for who in (office.keeping, Access(None, "")):
        with pytest.raises(NotPermitted):
            change_own_password(
                office.clerk.pk, access=who, at=NOON, current=PASSWORD, password=GOOD_PASSWORD
            )


@pytest.mark.covers(CHANGE, "race")
@pytest.mark.django_db(transaction=True)
def test_the_old_password_is_good_for_one_change() -> None:
    own = open_office().working

    outcome = race(
        lambda: change(own),
        lambda: change(own, password="other-blossom-88"),
        as_first=own,
        as_second=own,
    )

    assert outcome == ("done", "refused")
