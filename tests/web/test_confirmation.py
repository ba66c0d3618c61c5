"""What moves money, shows what is masked or changes rights asks once more who is there."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from tests.factories.accounts import PASSWORD, make_unit, make_user
from tests.factories.factors import code, make_factor
from wuhan_smes.access import CONFIRMED, Access, Capability, Reach
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens
from wuhan_smes.accounts.models import ApiToken, Grant, User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ConfirmationRequired, InputRefused, NotPermitted
from wuhan_smes.web.confirmation import ANSWER

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
ADD = "/admin/accounts/grant/add/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


@pytest.fixture
def clock():
    with override_settings(STEP_UP_MINUTES=10), time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def keeper():
    return make_user("administrator", unit=make_unit())


@pytest.fixture
def proposal(keeper):
    clerk = make_user(unit=keeper.jurisdiction)
    return {
        "user": clerk.pk,
        "role": "finance",
        "jurisdiction": keeper.jurisdiction_id,
        "reason": "分管“资金” & <账>",
    }


def signed_in(user, *, at: datetime | None = None) -> Client:
    client = Client()
    client.post("/sign-in/", {"username": user.username, "password": PASSWORD})
    if at is not None:
        client.post("/sign-in/code/", {"code": code(at)})
    return client


def sent(page) -> dict[str, str]:
    """What the page of the question would send, the answer left out."""
    return dict(page.context["carried"])


def asked(page) -> bool:
    return page.status_code == 403 and "再次验证" in page.content.decode()


def kinds() -> list[str]:
    found = AuditEvent.objects.exclude(kind__startswith="user.").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_access_hands_out_no_such_reach_before_the_proof():
    everything = Access(7, "甲", {c: Reach(everywhere=True) for c in Capability}, unconfirmed=True)

    for capability in Capability:
        if capability in CONFIRMED:
            with pytest.raises(ConfirmationRequired):
                everything.reach(capability)
        else:
            assert everything.reach(capability).everywhere
    assert everything.holds(Capability.PAYMENT_RELEASE)
    assert everything.read_only().bound(Capability.USER_VIEW, "x").unconfirmed
    with pytest.raises(NotPermitted):
        Access(7, "甲", {}, unconfirmed=True).reach(Capability.PAYMENT_RELEASE)


def test_what_was_sent_is_carried_through_the_question_and_done(clock, keeper, proposal):
    client = signed_in(keeper)
    clock.shift(timedelta(minutes=10))

    looked = client.get(ADD)
    question = client.post(ADD, proposal)
    nothing_yet = Grant.objects.waiting().count()
    wrong = client.post(ADD, {**sent(question), ANSWER: "not-mine"})
    right = client.post(ADD, {**sent(wrong), ANSWER: PASSWORD})

    assert looked.status_code == 200
    assert (asked(question), nothing_yet) == (True, 0)
    assert "密码不正确" in wrong.content.decode()
    assert right.status_code == 302
    assert Grant.objects.waiting().get().reason == proposal["reason"]
    assert kinds() == ["session.opened", "session.refused", "session.confirmed", "grant.propose"]


def test_a_fresh_proof_asks_for_nothing_and_ten_minutes_later_it_is_asked_again(
    clock, keeper, proposal
):
    client = signed_in(keeper)
    clock.shift(timedelta(minutes=9))
    first = client.post(ADD, proposal)
    clock.shift(timedelta(minutes=1))
    second = client.post(ADD, {**proposal, "role": "finance_lead"})

    assert (first.status_code, asked(second)) == (302, True)


def test_whoever_has_a_second_factor_gives_a_code_not_the_password(clock, keeper, proposal):
    make_factor(keeper, at=NOON)
    client = signed_in(keeper, at=NOON)
    clock.shift(timedelta(minutes=11))
    now = NOON + timedelta(minutes=11)

    answers = [
        client.post(ADD, {**proposal, ANSWER: answer}) for answer in (PASSWORD, *["000000"] * 4)
    ]
    after = client.post(ADD, {**proposal, ANSWER: code(now)})

    assert [answer.status_code for answer in answers] == [403] * 4 + [429]
    assert after.status_code == 429
    assert not Grant.objects.waiting().exists()
    clock.shift(timedelta(minutes=15))
    later = client.post(ADD, {**proposal, ANSWER: code(now + timedelta(minutes=15))})
    assert later.status_code == 302


def test_five_wrong_passwords_lock_here_as_on_the_first_page(clock, keeper, proposal):
    client = signed_in(keeper)
    clock.shift(timedelta(minutes=11))

    answers = [client.post(ADD, {**proposal, ANSWER: "not-mine"}).status_code for _ in range(5)]

    assert answers == [403] * 4 + [429]
    assert client.post(ADD, {**proposal, ANSWER: PASSWORD}).status_code == 429


def test_a_program_at_a_session_is_told_where_to_prove_it(clock, keeper, proposal):
    client = signed_in(keeper)
    clock.shift(timedelta(minutes=11))
    contact = f"/api/v1/users/{proposal['user']}/disable/"

    def post(address: str, **words: str):
        return client.post(address, words, content_type="application/json")

    first = post(contact, reason="调离")
    wrong = post("/api/v1/auth/confirm/", answer="not-mine")
    right = post("/api/v1/auth/confirm/", answer=PASSWORD)
    second = post(contact, reason="调离")

    assert (first.status_code, first.json()["code"]) == (403, "confirmation_required")
    assert "/api/v1/auth/confirm/" in first.json()["detail"]
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/answer")
    assert (right.status_code, second.status_code) == (204, 200)
    assert "refusal.permission" not in kinds()
    assert not User.objects.get(pk=proposal["user"]).is_active


def test_wrong_answers_are_counted_even_when_sent_to_be_kept_once(clock, keeper):
    make_factor(keeper, at=NOON)
    client = signed_in(keeper, at=NOON)

    statuses = [
        client.post(
            "/api/v1/auth/confirm/",
            {"answer": "000000"},
            content_type="application/json",
            headers={"Idempotency-Key": f"attempt-{number}"},
        ).status_code
        for number in range(5)
    ]

    assert statuses == [400] * 4 + [429]


def test_a_part_of_a_page_and_a_file_lead_to_the_question_by_itself(clock, keeper, proposal):
    client = signed_in(keeper)
    clock.shift(timedelta(minutes=11))
    from_page = {"HX-Request": "true", "HX-Current-URL": "http://testserver/admin/?a=1"}

    part = client.post(ADD, proposal, headers=from_page)
    page = client.get(part["HX-Redirect"])
    done = client.post(part["HX-Redirect"], {**sent(page), ANSWER: PASSWORD})

    assert (part.status_code, part["HX-Redirect"]) == (204, "/confirm/?next=%2Fadmin%2F")
    assert done["Location"] == "/admin/"
    clock.shift(timedelta(minutes=11))
    scan = SimpleUploadedFile("a.txt", b"1")
    filed = client.post(
        ADD, {**proposal, "scan": scan}, headers={"referer": "http://testserver/admin/?b=2"}
    )
    assert sent(filed) == {"next": "/admin/"}
    assert "重新选择文件" in filed.content.decode()
    elsewhere = client.get("/confirm/?next=https://elsewhere.example/")
    assert sent(elsewhere) == {"next": "/"}


def test_a_key_does_only_what_it_names_of_this(clock, keeper, proposal):
    own = access_for(keeper)
    plain = tokens.issue(keeper.pk, access=own, at=NOON, name="导数", may_write=True)
    named = tokens.issue(
        keeper.pk, access=own, at=NOON, name="停用离职", may_write=True, scopes=["user.edit"]
    )

    def disable(made) -> int:
        program = Client(headers={"authorization": f"Token {made.secret}"})
        address = f"/api/v1/users/{proposal['user']}/disable/"
        return program.post(
            address, {"reason": "调离"}, content_type="application/json"
        ).status_code

    assert (disable(plain), disable(named)) == (403, 200)


def test_a_key_names_only_what_its_owner_may_and_has_just_proven(clock, keeper):
    own = access_for(keeper)
    unconfirmed = Access(own.actor_id, own.actor_name, own.reaches, unconfirmed=True)
    asked_for = {"at": NOON, "name": "导数"}

    for scopes, may_write, refusal in (
        (["register.view"], True, InputRefused),
        (["user.edit"], False, InputRefused),
        (["payment.release"], True, NotPermitted),
    ):
        with pytest.raises(refusal):
            tokens.issue(keeper.pk, access=own, **asked_for, scopes=scopes, may_write=may_write)
    with pytest.raises(ConfirmationRequired):
        tokens.issue(
            keeper.pk, access=unconfirmed, **asked_for, scopes=["user.edit"], may_write=True
        )

    assert not ApiToken.scoped.exists()


def test_where_it_is_switched_off_nobody_is_asked(keeper, proposal):
    client = signed_in(keeper)

    assert client.post(ADD, proposal).status_code == 302


def test_a_form_that_comes_back_offers_its_buttons_without_a_question():
    stale = Access(7, "甲", {Capability.CONTACT_REVEAL: Reach(everywhere=True)}, unconfirmed=True)

    assert stale.offered().reach(Capability.CONTACT_REVEAL).everywhere
    with pytest.raises(ConfirmationRequired):
        stale.reach(Capability.CONTACT_REVEAL)
