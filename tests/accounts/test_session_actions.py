"""One's own sessions are ended one by one or together; others' end when their rights change."""

import pytest

from tests.accounts.conftest import GOOD_PASSWORD, NOON, Office, open_office
from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.factors import make_factor
from tests.factories.sessions import make_session
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import grants, sessions, users
from wuhan_smes.accounts.actions.own_password import change_own_password
from wuhan_smes.accounts.devices import device
from wuhan_smes.accounts.models import Grant, SecondFactor, Session, User
from wuhan_smes.accounts.tasks import clear_sessions
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scope import scoped

END, END_OTHERS = "accounts.sessions.end", "accounts.sessions.end_others"


def left(user: User) -> set[str]:
    return set(Session.scoped.filter(user=user).values_list("session_key", flat=True))


def told() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(kind="session.ended").order_by("id"))


@pytest.mark.covers(END, "works")
@pytest.mark.parametrize("role", ["district_staff", "auditor", "bureau_lead", "specialist", ""])
def test_a_session_of_ones_own_is_ended_and_the_trail_says_which(db: None, role: str) -> None:
    user = make_user(role)
    here, there = make_session(user, at=NOON), make_session(user, at=NOON)
    own = access_for(user)

    with scoped(own):
        sessions.end(there.handle, access=own, at=NOON, current=here.handle)

    assert left(user) == {here.session_key}
    (entry,) = told()
    assert (entry.target_id, entry.actor_id) == (user.pk, user.pk)
    assert (entry.changes["device"], entry.changes["address"]) == (
        "Windows 电脑上的 Edge",
        "10.1.2.3",
    )
    assert there.session_key not in str(entry.changes)


@pytest.mark.covers(END, "refused")
@pytest.mark.covers(END_OTHERS, "refused")
def test_the_session_that_asks_stays(office: Office) -> None:
    here = make_session(office.clerk, at=NOON)
    asked = {"access": office.working, "at": NOON, "current": here.handle}

    with pytest.raises(ActionRefused, match="正在使用"):
        sessions.end(here.handle, **asked)
    with pytest.raises(ActionRefused, match="没有其他登录"):
        sessions.end_others(**asked)

    assert left(office.clerk) == {here.session_key}


@pytest.mark.covers(END, "reach")
@pytest.mark.covers(END_OTHERS, "reach")
def test_sessions_of_somebody_else_do_not_exist(office: Office) -> None:
    """Not even for who keeps his account."""
    theirs, mine = make_session(office.clerk, at=NOON), make_session(office.keeper, at=NOON)

    with pytest.raises(Session.DoesNotExist):
        sessions.end(theirs.handle, access=office.keeping, at=NOON)
    sessions.end_others(access=office.keeping, at=NOON)

    assert (left(office.clerk), left(office.keeper)) == ({theirs.session_key}, set())
    assert mine.user_id == office.keeper.pk


@pytest.mark.covers(END, "capability")
@pytest.mark.covers(END_OTHERS, "capability")
def test_nobody_in_particular_ends_no_session(office: Office) -> None:
    session, nobody = make_session(office.clerk, at=NOON), Access(None, "")

    with pytest.raises(NotPermitted):
        sessions.end(session.handle, access=nobody, at=NOON)
    with pytest.raises(NotPermitted):
        sessions.end_others(access=nobody, at=NOON)


@pytest.mark.covers(END_OTHERS, "works")
def test_all_others_end_together(office: Office) -> None:
    here = make_session(office.clerk, at=NOON)
    for _ in range(2):
        make_session(office.clerk, at=NOON)

    with scoped(office.working):
        count = sessions.end_others(access=office.working, at=NOON, current=here.handle)

    assert (count, left(office.clerk), len(told())) == (2, {here.session_key}, 2)


@pytest.mark.covers(END, "race")
@pytest.mark.covers(END_OTHERS, "race")
@pytest.mark.django_db(transaction=True)
def test_a_session_ended_twice_at_once_leaves_one_entry() -> None:
    office = open_office()
    own, session = office.working, make_session(office.clerk, at=NOON)

    def end() -> None:
        try:
            sessions.end(session.handle, access=own, at=NOON)
        except Session.DoesNotExist:
            raise ActionRefused("gone") from None

    outcome = race(
        end,
        lambda: sessions.end_others(access=own, at=NOON),
        as_first=own,
        as_second=own,
    )

    assert (outcome, len(told())) == (("done", "refused"), 1)


def test_a_change_of_what_somebody_may_do_ends_his_sessions_with_it(office: Office) -> None:
    """Disabled, password set by the keeper, a right given or taken: each in the same act."""
    proposed = {"role": "finance", "anchor_id": office.unit.pk, "reason": "分管资金"}

    def disable() -> None:
        users.disable(office.clerk.pk, access=office.keeping, at=NOON, reason="调离")

    def set_password() -> None:
        users.set_password(
            office.clerk.pk, access=office.keeping, at=NOON, version=1, password=GOOD_PASSWORD
        )

    def approve() -> None:
        grants.approve(
            Grant.objects.waiting().get(user=office.clerk).pk, access=office.leading, at=NOON
        )

    def revoke() -> None:
        held = Grant.objects.in_force().get(user=office.clerk, role="finance")
        grants.revoke(held.pk, access=office.leading, at=NOON, reason="轮岗")

    grants.propose(office.clerk.pk, access=office.keeping, at=NOON, **proposed)
    for act, who in (
        (approve, office.leading),
        (revoke, office.leading),
        (set_password, office.keeping),
        (disable, office.keeping),
    ):
        make_session(office.clerk, at=NOON)
        with scoped(who):
            act()
        assert left(office.clerk) == set(), act.__name__

    assert [entry.actor_id for entry in told()] == [office.lead.pk] * 2 + [office.keeper.pk] * 2
    assert AuditEvent.objects.get(kind="user.disable").changes["sessions_ended"] == 1


def test_ones_own_new_password_leaves_only_the_session_that_asked(office: Office) -> None:
    here, _ = make_session(office.clerk, at=NOON), make_session(office.clerk, at=NOON)

    with scoped(office.working):
        change_own_password(
            office.clerk.pk,
            access=office.working,
            at=NOON,
            current=PASSWORD,
            password=GOOD_PASSWORD,
            session=here.handle,
        )

    assert left(office.clerk) == {here.session_key}


@pytest.mark.parametrize("role", ["auditor", "district_staff", "bureau_lead"])
def test_the_database_shows_sessions_and_factors_to_few(office: Office, role: str) -> None:
    """To their owner; to whoever may end them by a change of rights; to nobody who only reads."""
    reader = make_user(role, unit=office.unit if role == "district_staff" else None)
    for user in (reader, office.clerk, make_user("district_staff", unit=make_unit())):
        make_session(user, at=NOON)
        make_factor(user, at=NOON)

    with scoped(access_for(reader)):
        seen = Session.scoped.count(), SecondFactor.scoped.count()

    assert seen == {"auditor": (1, 1), "district_staff": (2, 2), "bureau_lead": (3, 3)}[role]


def test_a_session_left_unused_too_long_is_not_open(office: Office) -> None:
    used = make_session(office.clerk, at=NOON, unused=29)
    make_session(office.clerk, at=NOON, unused=31)

    assert list(Session.scoped.open(NOON)) == [used]


def test_each_night_what_is_over_is_cleared_away(office: Office) -> None:
    over, open_still = (make_session(office.clerk, at=NOON) for _ in range(2))
    Session.scoped.filter(pk=over.pk).update(expire_date=NOON)

    assert clear_sessions() == 1

    assert left(office.clerk) == {open_still.session_key}


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8",
            "iPhone上的 微信",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36",
            "安卓设备上的 Chrome",
        ),
        ("curl/8.5", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_a_device_is_said_in_words(agent: str, words: str) -> None:
    assert device(agent) == words
