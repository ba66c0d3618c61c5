"""A second factor: set up by its owner, asked once a code, taken away by who approves rights."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from tests.accounts.conftest import NOON, Office, open_office
from tests.factories.accounts import make_user
from tests.factories.factors import RECOVERY, SECRET, code, make_factor
from tests.factories.sessions import make_session
from tests.races import race
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts import one_time, second_factors
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import second_factor
from wuhan_smes.accounts.models import SecondFactor, Session, User
from wuhan_smes.accounts.proving import Proof, has_factor, prove
from wuhan_smes.accounts.roles import DUTIES, ROLES, Duty
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.ciphers import Ring
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped

OWN = ("begin", "confirm", "renew_codes", "give_up")
TAKE_AWAY = "accounts.second_factor.take_away"


def every_own(kind: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """One test for the four acts on a factor of one's own."""

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        for verb in OWN:
            test = pytest.mark.covers(f"accounts.second_factor.{verb}", kind)(test)
        return test

    return mark


def kinds() -> list[str]:
    found = AuditEvent.objects.filter(kind__contains="factor") | AuditEvent.objects.filter(
        kind__contains="recovery"
    )
    return list(found.order_by("id").values_list("kind", flat=True))


def act(verb: str, access: Access, at: datetime = NOON) -> object:
    words = {"code": code(at)} if verb == "confirm" else {}
    return getattr(second_factor, verb)(access=access, at=at, **words)


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, the last six of its eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    shown = {59: "287082", 1111111109: "081804", 20000000000: "353130"}

    for seconds, expected in shown.items():
        at = datetime.fromtimestamp(seconds, UTC)
        assert one_time.code_at(secret, at) == expected
        assert one_time.counter_of(secret, expected, at=at, after=0) == seconds // 30
        late = at + timedelta(seconds=60)
        assert one_time.counter_of(secret, expected, at=late, after=0) is None
        assert one_time.counter_of(secret, expected, at=at, after=seconds // 30) is None


@every_own("works")
@pytest.mark.parametrize("role", ["district_staff", "auditor", "bureau_lead", "specialist", ""])
def test_a_factor_is_set_up_renewed_and_given_up_by_its_owner(db: None, role: str) -> None:
    user = make_user(role)
    own, here, there = access_for(user), make_session(user, at=NOON), make_session(user, at=NOON)

    with scoped(own):
        secret = second_factor.begin(access=own, at=NOON)
        asked_before = has_factor(user.pk)
        words = {"code": one_time.code_at(secret, NOON), "session": here.handle}
        codes = second_factor.confirm(access=own, at=NOON, **words)
        asked_after = has_factor(user.pk)
        others = second_factor.renew_codes(access=own, at=NOON)

    row = SecondFactor.scoped.get(user=user)
    assert (asked_before, asked_after, len(set(codes)), len(set(codes) & set(others))) == (
        False,
        True,
        10,
        0,
    )
    assert secret not in row.secret
    assert not {one_time.plain(one) for one in others} & set(row.recovery)
    assert set(Session.scoped.filter(user=user)) == {here}
    assert there.handle != here.handle
    with scoped(own):
        second_factor.give_up(access=own, at=NOON)
    assert not has_factor(user.pk)
    assert kinds() == [
        "account.factor_begun",
        "account.factor_confirmed",
        "account.recovery_codes_renewed",
        "account.factor_given_up",
    ]
    assert secret not in str(list(AuditEvent.objects.values_list("changes", flat=True)))


@every_own("refused")
def test_what_is_not_set_up_is_neither_renewed_nor_given_up(office: Office) -> None:
    own = office.working
    for verb in ("confirm", "renew_codes", "give_up"):
        with pytest.raises(ActionRefused):
            act(verb, own)
    second_factor.begin(access=own, at=NOON)
    with pytest.raises(InputRefused, match="验证码不正确"):
        second_factor.confirm(access=own, at=NOON, code="000000")
    SecondFactor.scoped.all().delete()

    make_factor(office.clerk, at=NOON)
    with pytest.raises(ActionRefused, match="已启用"):
        second_factor.begin(access=own, at=NOON)
    with override_settings(SECOND_FACTOR="off"), pytest.raises(ActionRefused, match="没有开启"):
        second_factor.begin(access=office.leading, at=NOON)


@every_own("reach")
@every_own("capability")
def test_nobody_in_particular_has_a_factor(office: Office) -> None:
    """Each act is about whoever acts: there is no other to name."""
    make_factor(office.clerk, at=NOON)

    for verb in OWN:
        with pytest.raises(NotPermitted):
            act(verb, Access(None, ""))

    assert SecondFactor.scoped.confirmed().filter(user=office.clerk).exists()


@every_own("race")
@pytest.mark.django_db(transaction=True)
def test_two_screens_at_once_set_one_factor_up_and_give_it_up_once() -> None:
    office = open_office()
    own = office.working

    def at_once(first: str, second: str) -> tuple[str, str]:
        return race(lambda: act(first, own), lambda: act(second, own), as_first=own, as_second=own)

    outcomes = [at_once("begin", "begin")]
    SecondFactor.scoped.all().delete()
    make_factor(office.clerk, at=NOON, confirmed=False)
    outcomes += [at_once("confirm", "begin"), at_once("give_up", "renew_codes")]

    assert outcomes == [("done", "done"), ("done", "refused"), ("done", "refused")]
    assert SecondFactor.scoped.count() == 0


def proof(user: User, given: str, at: datetime = NOON) -> Proof:
    return prove(user, given, access=access_for(user), at=at)


def test_a_code_is_taken_once_and_one_step_early_or_late(office: Office) -> None:
    user, step = office.clerk, timedelta(seconds=30)
    make_factor(user, at=NOON)

    assert proof(user, code(NOON - step)) is Proof.RIGHT
    assert proof(user, code(NOON - step)) is Proof.WRONG
    assert proof(user, code(NOON)) is Proof.RIGHT
    assert proof(user, code(NOON - step)) is Proof.WRONG
    assert proof(user, f" {code(NOON + step)[:3]} {code(NOON + step)[3:]}") is Proof.RIGHT
    assert proof(user, code(NOON + 3 * step)) is Proof.WRONG


def test_a_recovery_code_opens_once_and_the_trail_counts_what_is_left(office: Office) -> None:
    user = office.clerk
    make_factor(user, at=NOON)

    assert proof(user, RECOVERY.lower().replace("-", " ")) is Proof.RIGHT
    assert proof(user, RECOVERY) is Proof.WRONG
    assert AuditEvent.objects.get(kind="account.recovery_code_used").changes == {"left": 0}


def test_the_fifth_wrong_code_locks_the_right_one_out_for_a_quarter(office: Office) -> None:
    user, later = office.clerk, NOON + timedelta(minutes=15)
    make_factor(user, at=NOON)

    outcomes = [proof(user, "000000") for _ in range(5)]

    assert outcomes == [Proof.WRONG] * 4 + [Proof.LOCKED]
    assert proof(user, code(NOON)) is Proof.LOCKED
    assert proof(user, RECOVERY) is Proof.LOCKED
    assert proof(user, code(later), later) is Proof.RIGHT


@pytest.mark.covers(TAKE_AWAY, "works")
def test_a_lost_factor_is_taken_away_by_who_approves_and_sessions_end(office: Office) -> None:
    make_factor(office.clerk, at=NOON)
    make_session(office.clerk, at=NOON)

    with scoped(office.leading):
        second_factor.take_away(
            office.clerk.pk, access=office.leading, at=NOON, reason="手机遗失，当面核实"
        )

    assert not has_factor(office.clerk.pk)
    assert not Session.scoped.filter(user=office.clerk).exists()
    entry = AuditEvent.objects.get(kind="user.factor_taken_away")
    assert (entry.target_id, entry.actor_id) == (office.clerk.pk, office.lead.pk)
    assert entry.changes == {"reason": "手机遗失，当面核实", "sessions_ended": 1}


@pytest.mark.covers(TAKE_AWAY, "refused")
@pytest.mark.covers(TAKE_AWAY, "reach")
@pytest.mark.covers(TAKE_AWAY, "capability")
def test_a_factor_is_not_taken_away_by_who_sets_passwords(
    office: Office, elsewhere: Office
) -> None:
    """Nor by its owner, nor without a reason, nor of another unit, nor where there is none."""
    for user in (office.clerk, office.lead, elsewhere.clerk):
        make_factor(user, at=NOON)
    refusals: list[tuple[User, Access, str, type[Exception]]] = [
        (office.clerk, office.keeping, "遗失", NotPermitted),
        (office.lead, office.leading, "遗失", ActionRefused),
        (office.clerk, office.leading, " ", InputRefused),
        (office.keeper, office.leading, "遗失", ActionRefused),
        (elsewhere.clerk, office.leading, "遗失", User.DoesNotExist),
    ]

    for user, access, reason, refusal in refusals:
        with pytest.raises(refusal):
            second_factor.take_away(user.pk, access=access, at=NOON, reason=reason)

    assert SecondFactor.scoped.count() == 3


def test_no_role_both_sets_passwords_and_takes_factors_away() -> None:
    """And no person holds two such roles: grant_keeps_duties_apart."""
    both = {Capability.USER_EDIT, Capability.GRANT_APPROVE}

    assert [role.code for role in ROLES.values() if both <= role.capabilities] == []
    assert {DUTIES[code] for code, role in ROLES.items() if both & role.capabilities} == {
        Duty.KEEPS,
        Duty.APPROVES,
    }


@pytest.mark.covers(TAKE_AWAY, "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_away_at_once_one_finds_it_gone() -> None:
    office = open_office()
    make_factor(office.clerk, at=NOON)
    other = access_for(make_user("district_lead", unit=office.unit))

    def take(access: Access) -> object:
        return second_factor.take_away(office.clerk.pk, access=access, at=NOON, reason="遗失")

    outcome = race(
        lambda: take(office.leading),
        lambda: take(other),
        as_first=office.leading,
        as_second=other,
    )

    assert outcome == ("done", "refused")


def test_secrets_turn_to_the_key_that_stands_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_factor(office.clerk, at=NOON)
    from_settings = second_factors.ring().keys
    turned = Ring({"newer": b"n" * 32, **from_settings})
    for module in (
        "wuhan_smes.accounts.second_factors.ring",
        "wuhan_smes.accounts.models.factor.ring",
    ):
        monkeypatch.setattr(module, lambda: turned)

    assert (second_factors.turn_to_current_key(), second_factors.turn_to_current_key()) == (1, 0)

    factor = SecondFactor.scoped.get(user=office.clerk)
    assert (factor.secret.split(":")[1], factor.opened) == ("newer", SECRET)
