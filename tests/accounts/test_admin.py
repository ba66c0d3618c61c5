"""Accounts and rights on screen: what is seen is within reach, what is pressed is an action."""

import pytest
from django.test import Client

from tests.accounts.conftest import GOOD_PASSWORD, Office, kinds
from tests.factories.accounts import PASSWORD
from wuhan_smes.accounts.models import Grant, User

pytestmark = pytest.mark.django_db


def at_screen(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def workplace(office: Office) -> dict[str, object]:
    return {"jurisdiction": office.unit.pk, "agency": "", "station": ""}


def test_the_list_shows_people_of_ones_own_unit(office: Office, elsewhere: Office) -> None:
    page = at_screen(office.keeper).get("/admin/accounts/user/")

    shown = {user.pk for user in page.context["cl"].result_list}
    assert shown == {office.keeper.pk, office.lead.pk, office.clerk.pk}


def test_an_account_is_opened_by_the_same_action(office: Office) -> None:
    words = {"username": "xin-ren", "display_name": "新人", "password": GOOD_PASSWORD}

    at_screen(office.keeper).post("/admin/accounts/user/add/", {**words, **workplace(office)})

    assert User.objects.get(username="xin-ren").check_password(GOOD_PASSWORD)
    assert kinds() == ["user.create"]


def test_a_unit_out_of_reach_cannot_be_chosen(office: Office, elsewhere: Office) -> None:
    words = {"username": "xin-ren", "display_name": "新人", "password": GOOD_PASSWORD}

    at_screen(office.keeper).post("/admin/accounts/user/add/", {**words, **workplace(elsewhere)})

    assert not User.objects.filter(username="xin-ren").exists()


def test_the_buttons_disable_and_reset(office: Office) -> None:
    keeper, address = at_screen(office.keeper), f"/admin/accounts/user/{office.clerk.pk}/change/"
    form = {"display_name": office.clerk.display_name, **workplace(office), "reason": ""}

    reset = {**form, "version": 1, "new_password": GOOD_PASSWORD}
    keeper.post(address, {**reset, "accounts_user_reset_password": "1"})
    disable = {**form, "version": 2, "new_password": "", "reason": "调离"}
    keeper.post(address, {**disable, "accounts_user_disable": "1"})

    office.clerk.refresh_from_db()
    assert office.clerk.check_password(GOOD_PASSWORD)
    assert not office.clerk.is_active
    assert kinds() == ["user.set_password", "user.disable"]


def test_a_refusal_is_a_message_and_changes_nothing(office: Office) -> None:
    address = f"/admin/accounts/user/{office.clerk.pk}/change/"
    form = {"display_name": "改", **workplace(office), "version": 7, "reason": ""}

    page = at_screen(office.keeper).post(address, {**form, "new_password": ""}, follow=True)

    assert "已被他人修改" in page.content.decode()
    office.clerk.refresh_from_db()
    assert office.clerk.display_name != "改"


def test_a_right_is_proposed_in_the_form_and_approved_by_a_button(office: Office) -> None:
    proposal = {
        "user": office.clerk.pk,
        "role": "finance",
        "jurisdiction": office.unit.pk,
        "reason": "分管资金",
    }
    at_screen(office.keeper).post("/admin/accounts/grant/add/", proposal)
    grant = Grant.objects.waiting().get(user=office.clerk)
    address = f"/admin/accounts/grant/{grant.pk}/change/"

    page = at_screen(office.lead).get(address)
    at_screen(office.lead).post(address, {"note": "", "accounts_grant_approve": "1"})

    assert "批准" in page.content.decode()
    grant.refresh_from_db()
    assert grant.state == "in_force"


def test_the_form_asks_for_the_place_the_role_needs(office: Office) -> None:
    proposal = {"user": office.clerk.pk, "role": "specialist", "reason": "驻站"}

    page = at_screen(office.keeper).post(
        "/admin/accounts/grant/add/", {**proposal, "jurisdiction": office.unit.pk}
    )

    assert set(page.context["adminform"].form.errors) == {"jurisdiction", "station"}


def test_whoever_may_only_look_finds_nothing_to_press(office: Office) -> None:
    page = at_screen(office.lead).get(f"/admin/accounts/user/{office.clerk.pk}/change/")

    assert page.status_code == 200
    assert "_save" not in page.content.decode()
    assert "new_password" not in page.content.decode()


def test_a_password_hash_is_nowhere_on_screen(office: Office) -> None:
    for address in ("/admin/accounts/user/", f"/admin/accounts/user/{office.clerk.pk}/change/"):
        for who in (office.keeper, office.lead):
            text = at_screen(who).get(address).content.decode()
            assert "argon2" not in text
            assert PASSWORD not in text
