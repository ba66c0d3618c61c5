"""Accounts are kept within reach, by versions, and leave a trail."""

import pytest

from tests.accounts.conftest import GOOD_PASSWORD, NOON, Office, kinds, open_office, trail
from tests.factories.accounts import make_agency, make_station, make_user
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens, users
from wuhan_smes.accounts.models import ApiToken, User
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import scoped

NEW = {"username": "xin-ren", "display_name": "新人", "password": GOOD_PASSWORD}


@pytest.mark.covers("accounts.users.create", "works")
def test_a_new_account_can_sign_in_and_do_nothing(office: Office) -> None:
    with scoped(office.keeping):
        user = users.create(access=office.keeping, at=NOON, jurisdiction_id=office.unit.pk, **NEW)

    user.refresh_from_db()
    assert user.check_password(GOOD_PASSWORD)
    assert access_for(user).reaches == {}
    (event,) = trail()
    assert (event.kind, event.target_id, event.jurisdiction_id, event.actor_id) == (
        "user.create",
        user.pk,
        office.unit.pk,
        office.keeper.pk,
    )
    assert GOOD_PASSWORD not in str(event.changes)


@pytest.mark.covers("accounts.users.create", "refused")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "has space"}, "username"),
        ({"display_name": " "}, "display_name"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890123"}, "password"),
    ],
)
def test_a_faulty_account_is_refused_by_field(
    office: Office, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(InputRefused) as refusal:
        users.create(
            access=office.keeping, at=NOON, jurisdiction_id=office.unit.pk, **{**NEW, **wrong}
        )

    assert {fault.field for fault in refusal.value.faults} == {field}


def test_a_taken_username_is_refused(office: Office) -> None:
    with pytest.raises(InputRefused) as refusal:
        users.create(
            access=office.keeping,
            at=NOON,
            jurisdiction_id=office.unit.pk,
            **{**NEW, "username": office.clerk.username},
        )

    assert refusal.value.faults[0].code == "taken"


@pytest.mark.covers("accounts.users.create", "reach")
def test_nobody_opens_accounts_of_another_unit(office: Office, elsewhere: Office) -> None:
    with pytest.raises(InputRefused) as refusal:
        users.create(access=office.keeping, at=NOON, jurisdiction_id=elsewhere.unit.pk, **NEW)

    assert refusal.value.faults[0].field == "jurisdiction"


def test_a_place_of_work_belongs_to_the_named_unit(office: Office, elsewhere: Office) -> None:
    for place in (
        {"station_id": make_station(elsewhere.unit).pk},
        {"agency_id": make_agency(elsewhere.unit).pk},
    ):
        with pytest.raises(InputRefused):
            users.create(
                access=office.keeping, at=NOON, jurisdiction_id=office.unit.pk, **NEW, **place
            )


@pytest.mark.covers("accounts.users.create", "capability")
def test_only_keepers_open_accounts(office: Office) -> None:
    with pytest.raises(NotPermitted):
        users.create(access=office.leading, at=NOON, jurisdiction_id=office.unit.pk, **NEW)


@pytest.mark.covers("accounts.users.create", "race")
@pytest.mark.django_db(transaction=True)
def test_two_accounts_of_one_name_at_once_are_one_account() -> None:
    office = open_office()
    keeping, unit = office.keeping, office.unit.pk

    def create() -> object:
        try:
            return users.create(access=keeping, at=NOON, jurisdiction_id=unit, **NEW)
        except Exception as error:
            raise ActionRefused(type(error).__name__) from error

    assert race(create, create, as_first=keeping, as_second=keeping) == ("done", "refused")
    assert User.objects.filter(username="xin-ren").count() == 1


@pytest.mark.covers("accounts.users.amend", "works")
def test_amending_keeps_what_was_before(office: Office) -> None:
    before = office.clerk.display_name
    with scoped(office.keeping):
        user = users.amend(
            office.clerk.pk,
            access=office.keeping,
            at=NOON,
            version=1,
            changes={"display_name": "改名"},
        )

    assert (user.display_name, user.version) == ("改名", 2)
    assert trail()[0].changes == {"display_name": [before, "改名"]}


@pytest.mark.covers("accounts.users.amend", "refused")
def test_a_flag_cannot_be_amended_like_a_name(office: Office) -> None:
    with pytest.raises(InputRefused):
        users.amend(
            office.clerk.pk, access=office.keeping, at=NOON, version=1, changes={"is_active": False}
        )


@pytest.mark.covers("accounts.users.amend", "race")
def test_amending_what_somebody_else_changed_is_refused(office: Office) -> None:
    change = {"access": office.keeping, "at": NOON, "version": 1}
    users.amend(office.clerk.pk, **change, changes={"display_name": "先"})

    with pytest.raises(StaleVersion):
        users.amend(office.clerk.pk, **change, changes={"display_name": "后"})


@pytest.mark.covers("accounts.users.disable", "works")
def test_disabling_ends_sessions_and_tokens(office: Office) -> None:
    tokens.issue(office.clerk.pk, access=office.working, at=NOON, name="导数")
    proof = office.clerk.get_session_auth_hash()

    with scoped(office.keeping):
        user = users.disable(office.clerk.pk, access=office.keeping, at=NOON, reason="调离")

    user.refresh_from_db()
    assert not user.is_active
    assert user.get_session_auth_hash() != proof
    assert not ApiToken.scoped.filter(user=user).exists()
    assert kinds() == ["token.issue", "user.disable"]


@pytest.mark.covers("accounts.users.disable", "refused")
def test_disabling_needs_a_reason_and_an_open_account(office: Office) -> None:
    with pytest.raises(InputRefused):
        users.disable(office.clerk.pk, access=office.keeping, at=NOON, reason=" ")
    with pytest.raises(ActionRefused, match="自己"):
        users.disable(office.keeper.pk, access=office.keeping, at=NOON, reason="误操作")


@pytest.mark.covers("accounts.users.enable", "works")
def test_an_enabled_account_starts_without_its_old_sessions(office: Office) -> None:
    proof = office.clerk.get_session_auth_hash()
    users.disable(office.clerk.pk, access=office.keeping, at=NOON, reason="休假")

    with scoped(office.keeping):
        user = users.enable(office.clerk.pk, access=office.keeping, at=NOON)

    assert user.is_active
    assert user.get_session_auth_hash() != proof


@pytest.mark.covers("accounts.users.enable", "refused")
def test_an_open_account_cannot_be_enabled(office: Office) -> None:
    with pytest.raises(ActionRefused, match="已经启用"):
        users.enable(office.clerk.pk, access=office.keeping, at=NOON)


@pytest.mark.covers("accounts.users.set_password", "works")
def test_a_password_set_by_the_keeper_signs_everybody_else_out(office: Office) -> None:
    tokens.issue(office.clerk.pk, access=office.working, at=NOON, name="导数")

    with scoped(office.keeping):
        user = users.set_password(
            office.clerk.pk, access=office.keeping, at=NOON, version=1, password=GOOD_PASSWORD
        )

    user.refresh_from_db()
    assert user.check_password(GOOD_PASSWORD)
    assert user.sessions_ended == 1
    assert trail()[-1].changes == {"sessions_ended": 0, "tokens_revoked": 1}


@pytest.mark.covers("accounts.users.set_password", "refused")
def test_a_weak_password_and_ones_own_account_are_refused(office: Office) -> None:
    with pytest.raises(InputRefused):
        users.set_password(
            office.clerk.pk, access=office.keeping, at=NOON, version=1, password="12345"
        )
    with pytest.raises(ActionRefused, match="自己"):
        users.set_password(
            office.keeper.pk, access=office.keeping, at=NOON, version=1, password=GOOD_PASSWORD
        )


@pytest.mark.covers("accounts.users.set_password", "race")
def test_a_password_for_an_account_changed_meanwhile_is_refused(office: Office) -> None:
    users.disable(office.clerk.pk, access=office.keeping, at=NOON, reason="调离")

    with pytest.raises(StaleVersion):
        users.set_password(
            office.clerk.pk, access=office.keeping, at=NOON, version=1, password=GOOD_PASSWORD
        )


def act(verb: str, user: User, access: Access) -> object:
    """One of the acts on somebody else's account, with harmless arguments."""
    words = {
        "amend": {"version": 1, "changes": {"display_name": "别人"}},
        "disable": {"reason": "越权"},
        "enable": {},
        "set_password": {"version": 1, "password": GOOD_PASSWORD},
    }[verb]
    return getattr(users, verb)(user.pk, access=access, at=NOON, **words)


@pytest.mark.covers("accounts.users.amend", "reach")
@pytest.mark.covers("accounts.users.disable", "reach")
@pytest.mark.covers("accounts.users.enable", "reach")
@pytest.mark.covers("accounts.users.set_password", "reach")
@pytest.mark.parametrize("verb", ["amend", "disable", "enable", "set_password"])
def test_accounts_of_another_unit_do_not_exist(
    office: Office, elsewhere: Office, verb: str
) -> None:
    with pytest.raises(User.DoesNotExist):
        act(verb, elsewhere.clerk, office.keeping)

    assert kinds() == []


@pytest.mark.covers("accounts.users.amend", "capability")
@pytest.mark.covers("accounts.users.disable", "capability")
@pytest.mark.covers("accounts.users.enable", "capability")
@pytest.mark.covers("accounts.users.set_password", "capability")
@pytest.mark.parametrize("verb", ["amend", "disable", "enable", "set_password"])
def test_whoever_does_not_keep_accounts_changes_none(office: Office, verb: str) -> None:
    with pytest.raises(NotPermitted):
        act(verb, office.clerk, office.leading)


@pytest.mark.covers("accounts.users.disable", "race")
@pytest.mark.covers("accounts.users.enable", "race")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["disable", "enable"])
def test_of_two_keepers_at_once_one_is_told_it_is_done(verb: str) -> None:
    office = open_office()
    other = access_for(make_user("administrator", unit=office.unit))
    if verb == "enable":
        users.disable(office.clerk.pk, access=other, at=NOON, reason="休假")

    outcome = race(
        lambda: act(verb, office.clerk, office.keeping),
        lambda: act(verb, office.clerk, other),
        as_first=office.keeping,
        as_second=other,
    )

    assert outcome == ("done", "refused")
