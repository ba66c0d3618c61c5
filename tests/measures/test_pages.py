"""The measures as people read them."""

import pytest
from django.test import Client

from measures.models import Measure
from tests.factories.accounts import make_unit, make_user
from wuhan_smes.accounts.models import Agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(client: Client) -> Client:
    client.force_login(make_user("bureau_staff"))
    return client


def titles(response) -> list[int]:
    return [measure.no for _, group in response.context["themes"] for measure in group]


def test_all_twenty_five_stand_under_their_five_themes(bureau):
    response = bureau.get("/measures/")

    assert titles(response) == list(range(1, 26))
    assert len(response.context["themes"]) == 5


def test_the_list_asks_the_same_number_of_queries_whatever_is_shown(
    bureau, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        bureau.get("/measures/")


def test_one_unit_is_offered_what_it_leads_or_helps_with(client):
    agency = Agency.objects.get(name="市科创局")
    client.force_login(make_user("handler", agency=agency))

    page = client.get("/measures/")
    own = client.get("/measures/", {"agency": agency.code})

    assert page.context["own"] == agency
    assert 2 in titles(own)
    assert 1 not in titles(own)


def test_a_district_is_offered_its_governments_measures(client):
    client.force_login(make_user("district_staff", unit=make_unit("jiangxia")))

    assert client.get("/measures/").context["own"].jurisdiction.code == "jiangxia"


def test_a_word_finds_measures_by_title_or_summary_and_nothing_found_says_so(bureau):
    assert 11 in titles(bureau.get("/measures/", {"q": "数字化"}))
    assert "没有符合条件的措施" in bureau.get("/measures/", {"q": "查无此词"}).content.decode()


def test_an_amount_nobody_stated_is_shown_as_not_stated(bureau):
    measure = Measure.objects.get(no=1)

    text = bureau.get(f"/measures/{measure.pk}/").content.decode()

    assert "未明确" in text
    assert "0 元" not in text
    assert "F1" in text


def test_a_measure_that_does_not_exist_is_a_page_not_found(bureau):
    assert bureau.get("/measures/999999/").status_code == 404
