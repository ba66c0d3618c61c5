"""Keys for programs are their owner's, shown once, few, and read-only unless asked for."""

from datetime import timedelta

import pytest

from tests.accounts.conftest import NOON, Office, kinds, open_office, trail
from tests.factories.accounts import make_user
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens, users
from wuhan_smes.accounts.actions.tokens import MOST_TOKENS, IssuedToken
from wuhan_smes.accounts.models import ApiToken
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped


def issued(access: Access, **words: object) -> IssuedToken:
    assert access.actor_id is not None
    return tokens.issue(access.actor_id, access=access, at=NOON, **{"name": "导数", **words})


@pytest.mark.covers("accounts.tokens.issue", "works")
@pytest.mark.parametrize("role", ["district_staff", "auditor", "bureau_lead", "specialist"])
def test_a_token_is_shown_once_and_reads_only(db: None, role: str) -> None:
    own = access_for(make_user(role))

    with scoped(own):
        made = issued(own)

    token = ApiToken.scoped.get(user_id=own.actor_id)
    assert made.secret.startswith(token.token_key)
    assert made.secret not in (token.digest, str(trail()[0].changes))
    assert (token.may_write, token.expiry) == (False, NOON + timedelta(days=90))


@pytest.mark.covers("accounts.tokens.issue", "refused")
@pytest.mark.parametrize("wrong", [{"name": " "}, {"days": 0}, {"days": 367}])
def test_a_token_needs_a_purpose_and_an_end(office: Office, wrong: dict[str, object]) -> None:
    with pytest.raises(InputRefused):
        issued(office.working, **wrong)


def test_somebody_disabled_gets_no_token(office: Office) -> None:
    own = office.working
    users.disable(office.clerk.pk, access=office.keeping, at=NOON, reason="调离")

    with pytest.raises(ActionRefused, match="已停用"):
        issued(own)


@pytest.mark.covers("accounts.tokens.issue", "reach")
@pytest.mark.covers("accounts.tokens.issue", "capability")
def test_nobody_gets_a_token_in_anothers_name(office: Office) -> None:
    with pytest.raises(NotPermitted):
        tokens.issue(office.clerk.pk, access=office.keeping, at=NOON, name="冒名")
    with pytest.raises(NotPermitted):
        tokens.issue(office.clerk.pk, access=Access(None, ""), at=NOON, name="匿名")


@pytest.mark.covers("accounts.tokens.issue", "race")
@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_do_not_pass_the_limit_together() -> None:
    own = open_office().working
    for _ in range(MOST_TOKENS - 1):
        issued(own)

    outcome = race(lambda: issued(own), lambda: issued(own), as_first=own, as_second=own)

    assert outcome == ("done", "refused")


@pytest.mark.covers("accounts.tokens.revoke", "works")
def test_a_revoked_token_is_gone_and_the_trail_remembers_it(office: Office) -> None:
    mine, other = issued(office.working), issued(office.working, name="别的")

    with scoped(office.working):
        tokens.revoke(mine.token.token_key, access=office.working, at=NOON)
    with scoped(office.keeping):
        tokens.revoke(other.token.token_key, access=office.keeping, at=NOON)

    assert not ApiToken.scoped.filter(user=office.clerk).exists()
    assert kinds() == ["token.issue", "token.issue", "token.revoke", "token.revoke"]


@pytest.mark.covers("accounts.tokens.revoke", "refused")
def test_a_token_revoked_before_is_not_there(office: Office) -> None:
    mine = issued(office.working)
    tokens.revoke(mine.token.token_key, access=office.working, at=NOON)

    with pytest.raises(ApiToken.DoesNotExist):
        tokens.revoke(mine.token.token_key, access=office.keeping, at=NOON)


@pytest.mark.covers("accounts.tokens.revoke", "reach")
def test_tokens_of_another_unit_do_not_exist(office: Office, elsewhere: Office) -> None:
    theirs = issued(elsewhere.working)

    with pytest.raises(ApiToken.DoesNotExist):
        tokens.revoke(theirs.token.token_key, access=office.keeping, at=NOON)


@pytest.mark.covers("accounts.tokens.revoke", "capability")
def test_only_its_owner_and_the_keeper_revoke_a_token(office: Office) -> None:
    theirs = issued(office.working)

    with pytest.raises(NotPermitted):
        tokens.revoke(theirs.token.token_key, access=office.leading, at=NOON)


@pytest.mark.covers("accounts.tokens.revoke", "race")
@pytest.mark.django_db(transaction=True)
def test_a_token_revoked_by_two_at_once_leaves_one_entry() -> None:
    office = open_office()
    key = issued(office.working).token.token_key

    def revoke(access: Access) -> None:
        try:
            tokens.revoke(key, access=access, at=NOON)
        except ApiToken.DoesNotExist:
            raise ActionRefused("gone") from None

    outcome = race(
        lambda: revoke(office.working),
        lambda: revoke(office.keeping),
        as_first=office.working,
        as_second=office.keeping,
    )

    assert outcome == ("done", "refused")
    assert kinds().count("token.revoke") == 1
