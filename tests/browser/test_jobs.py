"""Background work in a real browser: it moves by itself, and stops asking when it is over."""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories.accounts import PASSWORD, make_user
from tests.jobs import work  # noqa: F401 - the tasks of the tests become known
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ordered(user) -> Job:
    with transaction.atomic():
        title = "导出武汉市梯度培育企业数量统计表（全部管理单位）"
        return enqueue("tests.count", {"total": 1}, access=access_for(user), title=title)


def test_progress_moves_without_reloading_and_the_page_rests_when_all_is_done(visitor_here):
    person, user = visitor_here(), make_user("bureau_staff")
    job = ordered(user)
    person.sign_in(user.username, PASSWORD)
    person.open("/jobs/")
    assert person.page.get_by_text("排队中").is_visible()

    Job.objects.filter(pk=job.pk).update(done_count=30, total_count=120, message="已处理 30 家")
    person.page.get_by_text("已处理 30 家").wait_for(timeout=10_000)
    assert person.faults() == []
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, finished_at=timezone.now())
    person.page.get_by_text("已完成").wait_for(timeout=10_000)

    asked = len(person.requests)
    person.page.wait_for_timeout(4_000)
    assert len(person.requests) == asked
    assert person.complaints == []


def test_a_job_is_cancelled_after_a_question(visitor_here):
    person, user = visitor_here(390), make_user("bureau_staff")
    job = ordered(user)
    person.sign_in(user.username, PASSWORD)
    person.open("/jobs/")
    person.page.on("dialog", lambda dialog: dialog.accept())

    person.page.get_by_role("button", name="取消").click()

    person.page.get_by_text("已请求取消").wait_for(timeout=10_000)
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED
