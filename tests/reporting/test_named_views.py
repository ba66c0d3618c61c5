"""A list under a name: columns and filter kept, shared in a unit, rows always the reader's own."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.races import race
from tests.reporting.conftest import rows
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.reporting.actions import views
from wuhan_smes.reporting.models import NamedView
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = ["企业名称", "管理单位"]


@pytest.fixture
def people(jiangxia):
    """Two of a district, one of another, one of the city; an enterprise in each unit."""
    hongshan = make_unit("hongshan")
    for unit in (jiangxia, hongshan):
        make_enterprise(unit=unit, name=f"示例{unit.short}光电")
    return (
        make_user("district_staff", unit=jiangxia),
        make_user("district_lead", unit=jiangxia),
        make_user("district_staff", unit=hongshan),
        make_user("bureau_staff"),
    )


def saved(user, source="page:enterprises", name="常用", **words):
    access = access_for(user)
    given = {"columns": COLUMNS, "words": {"q": "光电"}, "shared": True} | words
    with scoped(access):
        return views.save_view(source, access=access, at=timezone.now(), name=name, **given)


def dropped(user, view):
    with scoped(access_for(user)):
        views.drop_view(view.pk, access=access_for(user), at=timezone.now())


@pytest.mark.covers("reporting.views.save_view", "works", "reach")
@pytest.mark.covers("reporting.views.drop_view", "works", "reach", "refused", "capability")
def test_a_view_is_shown_and_taken_out_by_its_columns_and_shared_in_its_unit_alone(client, people):
    mine, colleague, stranger, city = people
    view = saved(mine, columns=COLUMNS[:1])
    again = saved(mine)
    private = saved(mine, name="自用", shared=False)

    assert (again.pk, again.columns) == (view.pk, COLUMNS)
    address = f"/views/{view.pk}/"
    client.force_login(colleague)
    page = client.get(address).content.decode()
    assert "示例江夏光电" in page
    assert "统一社会信用代码" not in page.split("<table")[1]
    assert rows(client.get(f"{address}?layout=csv")) == [COLUMNS, ["示例江夏光电", "江夏区"]]
    assert client.get(f"/views/{private.pk}/").status_code == 404
    assert "自用" not in client.get("/views/").content.decode()
    for other in (stranger, city):
        client.force_login(other)
        assert client.get(address).status_code == 404
    for user in (colleague, stranger):
        with pytest.raises(NamedView.DoesNotExist):
            dropped(user, view)
    dropped(mine, view)
    assert NamedView.objects.get() == private
    kinds = AuditEvent.objects.filter(target="reporting.namedview", target_id=view.pk)
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        *("view.saved", "view.saved", "view.dropped")
    ]


@pytest.mark.covers("reporting.views.save_view", "refused", "capability")
def test_what_the_list_does_not_show_is_no_view(client, people):
    mine = people[0]
    for words in (
        {"columns": []},
        {"columns": ["密码"]},
        {"name": " "},
        {"source": "page:nowhere"},
        {"words": {"on": "never"}},
    ):
        with pytest.raises(InputRefused):
            saved(mine, **words)
    with pytest.raises(NotPermitted):
        saved(make_user("handler"))
    refused = pytest.raises(IntegrityError, match="named_view_says_what_it_shows")
    view = saved(mine)
    with bootstrap_scope(), refused, transaction.atomic():
        NamedView.objects.filter(pk=view.pk).update(columns=[])

    client.force_login(mine)
    offer = client.get("/enterprises/?q=光电").content.decode()
    assert "/views/new/?list=page%3Aenterprises&amp;words=q%3D" in offer
    here = "/views/new/?list=page:enterprises&words=q%3D光电"
    assert "栏目" in client.get(here).content.decode()
    assert client.post(here, {"name": "", "columns": COLUMNS}).status_code == 400
    client.post(here, {"name": "另一个", "columns": COLUMNS})
    made = NamedView.objects.get(name="另一个")
    assert (made.words, made.is_shared) == ({"q": "光电"}, False)
    client.post(f"/views/{made.pk}/drop/")
    assert not NamedView.objects.filter(pk=made.pk).exists()


@pytest.mark.covers("reporting.views.save_view", "race")
@pytest.mark.covers("reporting.views.drop_view", "race")
def test_of_two_at_once_one_view_is_kept_and_dropped_once(people):
    access = access_for(people[0])
    who = {"as_first": access, "as_second": access}
    save = partial(
        views.save_view,
        "page:enterprises",
        access=access,
        at=timezone.now(),
        name="常用",
        columns=COLUMNS,
        words={},
    )
    assert race(save, save, **who) == ("done", "done")
    view = NamedView.objects.get()
    drop = partial(views.drop_view, view.pk, access=access, at=timezone.now())
    with pytest.raises(NamedView.DoesNotExist):
        race(drop, drop, **who)
    assert not NamedView.objects.exists()


def test_programs_keep_fetch_and_give_up_views_as_the_pages_do(client, people):
    mine, colleague, stranger, _ = people
    body = {"list": "page:enterprises", "name": "接口", "columns": COLUMNS, "shared": True}
    client.force_login(mine)

    kept = client.post("/api/v1/views/", body, content_type="application/json")
    address = f"/api/v1/views/{kept.json()['id']}/"
    taken = b"".join(client.get(f"{address}file/?layout=csv").streaming_content).decode()
    client.force_login(colleague)
    shared = client.get(address).json()
    refused = client.delete(address).status_code
    client.force_login(stranger)
    unseen = client.get(address).status_code
    client.force_login(mine)

    assert (kept.status_code, kept.json()["mine"], shared["mine"]) == (201, True, False)
    assert "江夏" in taken
    assert "洪山" not in taken
    assert (refused, unseen) == (404, 404)
    assert client.delete(address).status_code == 204
    assert client.get("/api/v1/views/").json()["results"] == []
