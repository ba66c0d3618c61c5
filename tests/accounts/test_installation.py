"""The first three people are appointed at the console, once; everybody else by them."""

import io

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from tests.accounts.conftest import GOOD_PASSWORD, NOON, Office, kinds
from tests.factories.accounts import make_user
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions.installation import appoint_first
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.scope import scoped

APPOINT = "accounts.installation.appoint_first"
CONSOLE = Access.of_system("命令行")


def appoint(username: str = "shou-ren", role: str = "administrator", **words: object) -> User:
    given = {"display_name": "首任", "password": GOOD_PASSWORD, "access": CONSOLE, **words}
    return appoint_first(at=NOON, role=role, username=username, **given)


@pytest.mark.covers(APPOINT, "works")
@pytest.mark.django_db
@pytest.mark.parametrize("role", ["administrator", "bureau_lead", "auditor"])
def test_the_first_of_each_duty_holds_the_city(role: str) -> None:
    with scoped(CONSOLE):
        user = appoint(role=role)

    assert access_for(user).total_reach().everywhere
    assert kinds() == ["user.create", "grant.at_installation"]


@pytest.mark.covers(APPOINT, "refused")
@pytest.mark.django_db
def test_there_is_one_first_and_only_of_the_three_duties() -> None:
    appoint()

    with pytest.raises(ActionRefused, match="已有在任"):
        appoint("di-er")
    with pytest.raises(InputRefused):
        appoint("di-san", role="district_lead")
    with pytest.raises(InputRefused):
        appoint("di-si", role="auditor", password="12345")
    assert not User.objects.filter(username__in=["di-er", "di-san", "di-si"]).exists()


@pytest.mark.covers(APPOINT, "capability", "reach")
def test_nobody_signed_in_appoints_a_first(office: Office) -> None:
    with pytest.raises(NotPermitted):
        appoint(access=access_for(make_user("administrator")))


@pytest.mark.covers(APPOINT, "race")
@pytest.mark.django_db(transaction=True)
def test_two_installers_at_once_appoint_one() -> None:
    outcome = race(
        lambda: appoint("jia"), lambda: appoint("yi"), as_first=CONSOLE, as_second=CONSOLE
    )

    assert outcome == ("done", "refused")


@pytest.mark.django_db
def test_the_command_reads_the_password_from_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD_PASSWORD}\n"))
    said = io.StringIO()

    call_command("create_administrator", "shou-ren", "--name", "首任", stdout=said)

    assert said.getvalue() == "已设立系统管理员：首任（shou-ren）\n"
    assert User.objects.get(username="shou-ren").check_password(GOOD_PASSWORD)


@pytest.mark.parametrize(("flags", "label"), [([], "只读"), (["--write", "--days", "7"], "可写")])
def test_a_token_from_the_command_line_works(office: Office, flags: list[str], label: str) -> None:
    said, told = io.StringIO(), io.StringIO()

    call_command("issue_token", office.clerk.username, *flags, stdout=said, stderr=told)

    token = said.getvalue().strip()
    answer = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Token {token}")
    assert answer.json()["username"] == office.clerk.username
    assert label in told.getvalue()


@pytest.mark.django_db
def test_a_token_for_nobody_is_refused_in_one_sentence() -> None:
    with pytest.raises(CommandError, match="没有用户“nobody”"):
        call_command("issue_token", "nobody")
