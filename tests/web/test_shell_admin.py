"""The admin's theme: Chinese, grouped, and quick over millions of rows."""

import re
from pathlib import Path

import pytest
import unfold
from django.utils import translation

from tests.factories.accounts import make_user
from wuhan_smes.accounts.models import User
from wuhan_smes.web import estimates
from wuhan_smes.web.admin_menu import GROUPS
from wuhan_smes.web.estimates import EstimatedPaginator

THEME = Path(unfold.__file__).parent
# Parts of the theme for packages we do not use.
ELSEWHERE = {"import_export", "simple_history", "guardian", "constance", "location_field"}
STRING = re.compile(r"""{%\s*trans(?:late)?\s+(["'])(.+?)\1""")


def strings() -> set[str]:
    pages = (p for p in THEME.rglob("*.html") if not ELSEWHERE.intersection(p.parts))
    return {text for page in pages for _, text in STRING.findall(page.read_text("utf-8"))}


def test_every_word_of_the_theme_is_said_in_chinese():
    with translation.override("zh-hans"):
        english = {text for text in strings() if translation.gettext(text) == text}

    assert english == set()


def test_no_model_stands_in_two_groups_of_the_menu():
    labels = [label for group in GROUPS for label, _ in group.models]

    assert len(labels) == len(set(labels))


@pytest.mark.django_db
def test_the_menu_shows_only_what_the_person_may_open(client):
    client.force_login(make_user("specialist"))

    page = client.get("/admin/").content.decode()

    assert "accounts/grant/" not in page


@pytest.mark.django_db
def test_a_short_list_is_counted_exactly():
    made = [make_user().pk for _ in range(3)]

    pages = EstimatedPaginator(User.objects.filter(pk__in=made).order_by("pk"), 2)

    assert (pages.total, pages.count, pages.num_pages) == (3, 3, 2)
    assert (pages.about, pages.cut) == (False, False)


@pytest.mark.django_db
def test_a_long_list_is_estimated_and_paged_only_so_far(monkeypatch):
    for _ in range(4):
        make_user()
    monkeypatch.setattr(estimates, "EXACT_UP_TO", 2)
    monkeypatch.setattr(estimates, "PAGES_AT_MOST", 1)

    pages = EstimatedPaginator(User.objects.order_by("pk"), 2)

    assert pages.total >= 3
    assert (pages.about, pages.cut, pages.count) == (True, True, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_change/"])
def test_the_theme_has_no_second_door(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


@pytest.mark.django_db
def test_whoever_may_not_enter_the_admin_is_told_so_instead_of_sent_round(client):
    client.force_login(make_user("specialist"))

    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 403
    assert "没有打开数据管理的权限" in response.content.decode()
