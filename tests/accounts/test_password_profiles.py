"""The two profiles of passwords, and a password that is too old."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, override_settings

from tests.accounts.conftest import NOON, Office
from tests.factories.accounts import PASSWORD, make_user
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import users
from wuhan_smes.accounts.actions.own_password import change_own_password
from wuhan_smes.accounts.models import FormerPassword
from wuhan_smes.accounts.passwords import refuse_weak
from wuhan_smes.errors import ActionRefused, InputRefused
from wuhan_smes.password_profiles import PROFILES
from wuhan_smes.scope import scoped

# The hashing itself is tried elsewhere; here many passwords are set.
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize(
    ("profile", "password", "fits"),
    [
        ("gb", "Plum-9bloss", True),
        ("gb", "plum-9blos", True),
        ("gb", "Plum-9blo", False),
        ("gb", "plumblossom9", False),
        ("asvs", "plumblossom9", True),
        ("asvs", "Plum-9bloss", False),
        ("asvs", "password1234", False),
        ("asvs", "1234567890123", False),
    ],
)
def test_each_profile_asks_for_what_it_says(
    office: Office, profile: str, password: str, fits: bool
) -> None:
    with override_settings(AUTH_PASSWORD_VALIDATORS=PROFILES[profile]):
        if fits:
            refuse_weak(password, office.clerk, field="password")
        else:
            with pytest.raises(InputRefused):
                refuse_weak(password, office.clerk, field="password")


@pytest.mark.parametrize("role", ["district_staff", "auditor"])
def test_none_of_the_last_five_is_taken_again_whoever_set_it(db: None, role: str) -> None:
    with override_settings(PASSWORD_HASHERS=QUICK, AUTH_PASSWORD_VALIDATORS=PROFILES["gb"]):
        user = make_user(role)
        user.set_password(PASSWORD)
        user.save()
        own, current = access_for(user), PASSWORD
        keeping = access_for(make_user("administrator"))

        def change(password: str) -> None:
            nonlocal current
            with scoped(own):
                change_own_password(
                    user.pk, access=own, at=NOON, current=current, password=password
                )
            current = password

        for number in range(4):
            change(f"plum-blossom-{number}")
        for taken in (PASSWORD, "plum-blossom-0", "plum-blossom-3"):
            with pytest.raises(ActionRefused):
                change(taken)
        with pytest.raises(InputRefused, match="最近 5 次"), scoped(keeping):
            users.set_password(
                user.pk, access=keeping, at=NOON, version=1, password="plum-blossom-1"
            )
        change("plum-blossom-4")
        change(PASSWORD)

    assert FormerPassword.scoped.filter(user=user).count() == 5


def test_a_password_of_ninety_days_is_replaced_before_anything_else(office: Office) -> None:
    start = datetime(2026, 3, 3, 4, tzinfo=UTC)
    office.clerk.password_set_at = start
    office.clerk.save()
    client, words = Client(), {"username": office.clerk.username, "password": PASSWORD}
    new = {
        "old_password": PASSWORD,
        "new_password1": "plum-blossom-77",
        "new_password2": "plum-blossom-77",
    }

    with override_settings(PASSWORD_DAYS=90):
        with time_machine.travel(start + timedelta(days=89)):
            client.post("/sign-in/", words)
            young = client.get("/help/").status_code
            client.post("/sign-out/")
        with time_machine.travel(start + timedelta(days=90)):
            client.post("/sign-in/", words)
            page, api = client.get("/help/"), client.get("/api/v1/me/")
            told = client.get("/profile/password/").content.decode()
            client.post("/profile/password/", new)
            after = client.get("/help/").status_code

    assert (young, page["Location"], after) == (200, "/profile/password/", 200)
    assert (api.status_code, api.json()["code"]) == (403, "password_expired")
    assert "已使用满 90 天" in told


def test_what_was_before_is_kept_as_a_digest_alone(office: Office) -> None:
    own: Access = office.working
    with scoped(own):
        change_own_password(
            office.clerk.pk, access=own, at=NOON, current=PASSWORD, password="plum-blossom-77"
        )

    (kept,) = FormerPassword.scoped.filter(user=office.clerk)
    office.clerk.refresh_from_db()
    assert kept.password.startswith("argon2")
    assert (kept.replaced_at, office.clerk.password_set_at) == (NOON, NOON)
