"""Looking at pairs side by side, merging with a preview, being led on, and taking it back."""

import pytest
from django.utils import timezone

from enterprises.actions import duplicates
from enterprises.models import DuplicatePair, Enterprise, Merge
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_contact, make_enterprise
from tests.operations.holders import make_title
from wuhan_smes.access import Access
from wuhan_smes.jobs.models import Job
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make_unit("jiangxia")


@pytest.fixture
def clerk(client, here):
    client.force_login(make_user("district_staff", unit=here))
    return client


@pytest.fixture
def pair(here):
    for _ in range(2):
        make_enterprise(unit=here, name="示例同名光电公司")
    return found(make_access("district_staff", unit=here))


def found(access: Access) -> DuplicatePair:
    with scoped(access):
        duplicates.find(access=access, at=timezone.now())
    return DuplicatePair.objects.order_by("id")[0]


def text(response) -> str:
    return response.content.decode()


def text_of_file(response) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_the_queue_shows_pairs_of_one_s_own_unit_and_leads_to_both_side_by_side(clerk, pair):
    queue = text(clerk.get("/duplicates/"))
    page = text(clerk.get(f"/duplicates/{pair.pk}/"))

    assert "名称相同" in queue
    assert f"/duplicates/{pair.pk}/" in queue
    for code in (pair.a.uscc, pair.b.uscc):
        assert code in page
    for word in ("保留这一家", "不是重复", "稍后", "不同"):
        assert word in page


def test_another_unit_sees_no_pair_and_can_decide_nothing(client, pair):
    client.force_login(make_user("district_staff", unit=make_unit("hongshan")))

    assert "没有待核对的企业" in text(client.get("/duplicates/"))
    assert client.get(f"/duplicates/{pair.pk}/").status_code == 404
    assert client.post(f"/duplicates/{pair.pk}/dismiss/").status_code == 404
    assert client.get(f"/enterprises/{pair.a_id}/merge/?into={pair.b_id}").status_code == 404


def test_who_may_only_read_has_no_queue(client, pair):
    client.force_login(make_user("auditor"))

    assert client.get("/duplicates/").status_code == 403
    assert client.get(f"/enterprises/{pair.a_id}/merge/?into={pair.b_id}").status_code == 403


def test_not_a_duplicate_is_remembered_and_the_next_one_comes(clerk, pair, here):
    other = [make_enterprise(unit=here, name="示例另一家公司") for _ in range(2)]
    found(make_access("district_staff", unit=here))

    answer = clerk.post(f"/duplicates/{pair.pk}/dismiss/", {"note": "两家", "version": "1"})

    following = DuplicatePair.objects.get(a=other[0])
    pair.refresh_from_db()
    assert (pair.state, pair.note) == ("not_duplicate", "两家")
    assert answer.headers["Location"] == f"/duplicates/{following.pk}/"


def test_what_one_leaves_for_later_is_gone_for_him_alone_and_comes_back(client, clerk, pair, here):
    other = [make_enterprise(unit=here, name="示例另一家公司") for _ in range(2)]
    found(make_access("district_staff", unit=here))
    following = DuplicatePair.objects.get(a=other[0])
    address, row = f"/duplicates/{pair.pk}/", f'href="/duplicates/{pair.pk}/"'

    on = clerk.post(f"{address}later/")
    mine, left = text(clerk.get("/duplicates/")), text(clerk.get("/duplicates/?state=later"))
    file = text_of_file(clerk.get("/duplicates/?state=later&layout=csv"))
    again = text(clerk.get(address))
    last = clerk.post(f"/duplicates/{following.pk}/later/")
    clerk.post(f"{address}later/", {"back": "1"})
    back = text(clerk.get("/duplicates/"))
    client.force_login(make_user("district_staff", unit=here))
    colleague = text(client.get("/duplicates/"))
    client.force_login(make_user("district_staff", unit=make_unit("hongshan")))

    assert on.headers["Location"] == f"/duplicates/{following.pk}/"
    assert last.headers["Location"] == "/duplicates/"
    assert ("1 组不在这里" in mine, row in mine, row in left, row in back) == (
        True,
        False,
        True,
        True,
    )
    assert (pair.a.uscc in file, other[0].uscc in file) == (True, False)
    assert "放回队列" in again
    assert row in colleague
    assert client.post(f"{address}later/").status_code == 404


def test_a_merge_is_shown_before_it_is_done_and_the_old_address_leads_on(clerk, pair):
    make_title(pair.b)
    make_contact(pair.b, name="王小明")
    address = f"/enterprises/{pair.b_id}/merge/"

    preview = text(clerk.get(f"{address}?into={pair.a_id}"))
    untouched = Merge.objects.count()
    words = {"into": pair.a_id, "version": pair.b.version, "reason": "重复登记"}
    done = clerk.post(address, words, follow=True)
    led = clerk.get(f"/enterprises/{pair.b_id}/", follow=True)

    assert "王小明" in preview
    assert "信用代码" in preview
    assert untouched == 0
    assert done.redirect_chain == [(f"/enterprises/{pair.a_id}/", 302)]
    assert "合并记录" in text(done)
    assert led.redirect_chain == [(f"/enterprises/{pair.a_id}/", 302)]
    assert "已并入本企业，已为您转到这里" in text(led)
    for page, asked in (("indicators", "?year=2025"), ("assessment", "")):
        led = clerk.get(f"/enterprises/{pair.b_id}/{page}/{asked}", follow=True)
        assert led.redirect_chain == [(f"/enterprises/{pair.a_id}/{page}/{asked}", 302)]


def test_a_merge_is_taken_back_from_the_page_of_the_survivor(clerk, pair):
    words = {"into": pair.a_id, "version": pair.b.version, "reason": "重复登记"}
    clerk.post(f"/enterprises/{pair.b_id}/merge/", words)
    merge = Merge.objects.get()

    unexplained = clerk.post(f"/merges/{merge.pk}/undo/", {"reason": ""})
    undone = clerk.post(f"/merges/{merge.pk}/undo/", {"reason": "误合并"}, follow=True)

    assert (unexplained.status_code, undone.status_code) == (400, 200)
    assert Enterprise.objects.get(pk=pair.b_id).status == "active"
    assert undone.redirect_chain == [(f"/enterprises/{pair.b_id}/", 302)]
    assert "已撤销" in text(clerk.get(f"/enterprises/{pair.a_id}/"))


def test_a_preview_without_a_goal_is_refused_in_words(clerk, pair):
    answer = clerk.get(f"/enterprises/{pair.a_id}/merge/")

    assert answer.status_code == 400
    assert "请先选择要并入的企业" in text(answer)


def test_the_search_is_ordered_as_a_job(clerk, here):
    answer = clerk.post("/duplicates/find/")

    assert answer.headers["Location"] == "/jobs/"
    assert Job.objects.get().task == "enterprises.find_duplicates"
