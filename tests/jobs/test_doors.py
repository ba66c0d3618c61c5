"""Background work over HTTP and on its page."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import make_unit, make_user
from tests.jobs import work  # noqa: F401 - the tasks of the tests become known
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue

pytestmark = pytest.mark.django_db
URL = "/api/v1/jobs/"


def signed_in(role: str, **where: object) -> tuple[Client, object]:
    user, client = make_user(role, **where), Client()
    client.force_login(user)
    return client, access_for(user)


def post(client: Client, path: str):
    return client.post(path, {}, content_type="application/json")


def order(access, **state: object) -> Job:
    with transaction.atomic():
        job = enqueue("tests.count", {"total": 1}, access=access)
        Job.objects.filter(pk=job.pk).update(**state)
    return Job.objects.get(pk=job.pk)


def failed() -> dict[str, object]:
    return {"state": JobState.FAILED, "error": "文件缺少表头", "finished_at": timezone.now()}


def test_one_sees_ones_own_jobs_and_nobody_elses():
    client, mine = signed_in("district_staff", unit=make_unit())
    _, other = signed_in("district_staff", unit=make_unit())
    own, foreign = order(mine), order(other)

    assert [row["id"] for row in client.get(URL).json()["results"]] == [own.pk]
    assert client.get(f"{URL}{foreign.pk}/").status_code == 404


def test_whoever_looks_after_jobs_sees_all_of_them():
    _, other = signed_in("district_staff", unit=make_unit())
    job = order(other)
    client, _ = signed_in("administrator")

    assert [row["id"] for row in client.get(URL).json()["results"]] == [job.pk]


def test_a_job_tells_how_far_it_is():
    client, mine = signed_in("bureau_staff")
    job = order(mine, done_count=30, total_count=120, message="已处理 30 家")

    body = client.get(f"{URL}{job.pk}/").json()

    assert body["progress"] == {
        "done": 30,
        "total": 120,
        "percent": 25,
        "message": "已处理 30 家",
    }
    assert (body["state"], body["state_label"]) == ("queued", "排队中")


def test_jobs_are_filtered_by_state():
    client, mine = signed_in("bureau_staff")
    order(mine)
    job = order(mine, **failed())

    rows = client.get(URL, {"state": "failed"}).json()["results"]

    assert [row["id"] for row in rows] == [job.pk]
    assert client.get(URL, {"status": "failed"}).status_code == 400


def test_a_job_is_cancelled_and_started_again():
    client, mine = signed_in("bureau_staff")
    job = order(mine)

    assert post(client, f"{URL}{job.pk}/cancel/").json()["state"] == "cancelled"
    assert post(client, f"{URL}{job.pk}/cancel/").status_code == 409
    assert post(client, f"{URL}{job.pk}/retry/").json()["state"] == "queued"


@pytest.mark.parametrize("move", ["cancel", "retry"])
def test_a_foreign_job_is_not_there(move):
    _, other = signed_in("district_staff", unit=make_unit())
    job = order(other)
    client, _ = signed_in("district_staff", unit=make_unit())

    assert post(client, f"{URL}{job.pk}/{move}/").status_code == 404
    assert client.post(f"/jobs/{job.pk}/{move}/").status_code == 404


def test_an_auditor_looks_and_does_not_touch():
    _, other = signed_in("district_staff", unit=make_unit())
    job = order(other)
    client, _ = signed_in("auditor")

    assert client.get(f"{URL}{job.pk}/").status_code == 200
    assert post(client, f"{URL}{job.pk}/cancel/").status_code == 404


def test_the_page_refreshes_while_something_runs_and_rests_afterwards():
    client, mine = signed_in("bureau_staff")
    job = order(mine)
    assert 'hx-trigger="every' in client.get("/jobs/").content.decode()

    client.post(f"/jobs/{job.pk}/cancel/")

    page = client.get("/jobs/").content.decode()
    assert 'hx-trigger="every' not in page
    assert "已取消" in page


def test_the_page_says_why_a_job_failed_and_offers_another_try():
    client, mine = signed_in("bureau_staff")
    job = order(mine, **failed())

    page = client.get("/jobs/").content.decode()
    assert "文件缺少表头" in page
    response = client.post(f"/jobs/{job.pk}/retry/", follow=True)

    assert "已重新排队" in response.content.decode()


def test_an_empty_page_says_what_will_be_here():
    client, _ = signed_in("bureau_staff")

    assert "还没有后台任务" in client.get("/jobs/").content.decode()


def test_only_whoever_may_see_all_jobs_is_offered_them():
    _, other = signed_in("district_staff", unit=make_unit())
    order(other)
    administrator, _ = signed_in("administrator")
    staff, _ = signed_in("bureau_staff")

    assert "计数" in administrator.get("/jobs/?all=1").content.decode()
    page = staff.get("/jobs/?all=1").content.decode()
    assert "查看全部" not in page
    assert "计数" not in page


@pytest.mark.parametrize("jobs", [1, 4])
def test_the_page_asks_the_same_number_of_queries_however_many_jobs(
    jobs, django_assert_max_num_queries
):
    client, mine = signed_in("administrator")
    for _ in range(jobs):
        order(mine)
    client.get("/jobs/")

    with django_assert_max_num_queries(12):
        client.get("/jobs/?all=1")


def test_the_admin_lists_jobs_to_whoever_looks_after_them():
    administrator, mine = signed_in("administrator")
    job = order(mine)
    staff, _ = signed_in("bureau_staff")

    assert administrator.get(f"/admin/jobs/job/{job.pk}/change/").status_code == 200
    assert administrator.get("/admin/jobs/job/").status_code == 200
    assert staff.get("/admin/jobs/job/").status_code == 403
