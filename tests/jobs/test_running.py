"""One job at a time: done once, whoever delivers it and however often."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from tests.factories.accounts import make_access, make_unit, make_user
from tests.jobs import work
from tests.jobs.conftest import effects, eventually, fresh, silence
from tests.races import race
from wuhan_smes.access import Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import Grant, User
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import NotPermitted
from wuhan_smes.jobs.actions import control, delivery
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import after_commit, enqueue
from wuhan_smes.jobs.querysets import JobQuerySet
from wuhan_smes.jobs.running import run
from wuhan_smes.scope import bootstrap_scope, scoped


def in_thread(do, *args) -> threading.Thread:
    def body() -> None:
        try:
            do(*args)
        finally:
            connections.close_all()

    thread = threading.Thread(target=body)
    thread.start()
    return thread


def test_a_job_is_done_in_the_name_of_who_ordered_it(order, staff):
    job = order("tests.leave_mark", mark="甲")

    run(job.pk)

    done = fresh(job)
    assert (done.state, done.result, done.attempts) == (JobState.DONE, {"mark": "甲"}, 1)
    assert AuditEvent.objects.get(kind=work.EFFECT).actor_id == staff.actor_id


def test_delivered_twice_it_is_done_once(order):
    job = order("tests.leave_mark", mark="甲")

    run(job.pk)
    run(job.pk)

    assert effects() == 1


def test_positive_control_without_the_claim_it_is_done_twice(order, monkeypatch):
    job = order("tests.leave_mark", mark="甲")
    run(job.pk)
    monkeypatch.setattr(JobQuerySet, "claimable", lambda self, *, at: self)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, finished_at=None)

    run(job.pk)

    assert effects() == 2


def test_delivered_to_two_workers_at_once_one_of_them_does_it(order, tmp_path):
    begun, gate = tmp_path / "begun", tmp_path / "gate"
    job = order("tests.leave_mark", mark="甲", begun=str(begun), gate=str(gate))
    first = in_thread(run, job.pk)
    eventually(begun.exists)

    run(job.pk)
    gate.touch()
    first.join()

    assert effects() == 1
    assert fresh(job).attempts == 1


def test_a_worker_that_was_given_up_cannot_commit_any_more(order, tmp_path):
    begun, gate = tmp_path / "begun", tmp_path / "gate"
    job = order("tests.leave_mark", mark="甲", begun=str(begun), gate=str(gate))
    slow = in_thread(run, job.pk)
    eventually(begun.exists)
    silence(job)
    Job.objects.filter(pk=job.pk).update(kwargs={"mark": "甲"})

    run(job.pk)
    assert fresh(job).state == JobState.DONE
    gate.touch()
    slow.join()

    assert effects() == 1
    assert fresh(job).attempts == 2


def test_batches_already_committed_stay_and_a_lost_lease_adds_no_more(order, tmp_path):
    begun, gate = tmp_path / "begun", tmp_path / "gate"
    job = order("tests.batches", marks=["甲", "乙"], begun=str(begun), gate=str(gate))
    slow = in_thread(run, job.pk)
    eventually(begun.exists)
    silence(job)
    delivery.sweep(at=timezone.now())

    gate.touch()
    slow.join()

    assert (effects("甲"), effects("乙")) == (1, 0)
    assert fresh(job).state == JobState.QUEUED


def test_progress_is_seen_while_the_work_is_open(order):
    job = order("tests.count", total=3)

    run(job.pk)

    done = fresh(job)
    assert (done.done_count, done.total_count, done.percent) == (3, 3, 100)
    assert done.message == "已处理 3 家"


def test_a_refusal_is_shown_in_its_own_words_and_undoes_the_work(order):
    job = order("tests.refuse")

    run(job.pk)

    assert (fresh(job).state, fresh(job).error) == (JobState.FAILED, "该文件已导入，无需重复导入")
    assert effects() == 0


def test_a_mistake_of_ours_is_not_shown_but_said(order):
    job = order("tests.break_down")

    run(job.pk)

    assert fresh(job).state == JobState.FAILED
    assert "详情已记入系统日志" in fresh(job).error


def test_who_was_disabled_meanwhile_has_nothing_done_in_his_name(order, staff):
    job = order("tests.leave_mark", mark="甲")
    User.objects.filter(pk=staff.actor_id).update(is_active=False)

    run(job.pk)

    assert fresh(job).error == "发起人的账号已停用，任务未执行"
    assert effects() == 0


def test_a_capability_lost_meanwhile_stops_the_work(staff):
    with bootstrap_scope():
        job = enqueue(
            "tests.leave_mark", {"mark": "甲"}, access=staff, capability=Capability.REGISTER_EXPORT
        )
        Grant.objects.filter(user_id=staff.actor_id).update(
            revoked_at=timezone.now(), revoked_reason="调岗"
        )

    run(job.pk)

    assert "没有“导出企业与统计表”的权限" in fresh(job).error
    assert effects() == 0


def test_work_is_not_ordered_without_its_capability(staff):
    with bootstrap_scope(), pytest.raises(NotPermitted):
        enqueue("tests.leave_mark", {}, access=staff, capability=Capability.USER_EDIT)


def test_work_nobody_knows_is_not_ordered(staff):
    with bootstrap_scope(), pytest.raises(LookupError, match=r"tests\.nonsense"):
        enqueue("tests.nonsense", {}, access=staff)


def test_work_is_ordered_only_inside_a_transaction(staff):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        enqueue("tests.count", {"total": 1}, access=staff)


def test_what_is_rolled_back_orders_nothing(staff):
    with transaction.atomic():
        enqueue("tests.count", {"total": 1}, access=staff)
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_follow_up_work_belongs_to_whoever_acts(staff):
    with scoped(staff):
        after_commit("tests.leave_mark", mark="甲")

    assert Job.objects.get().actor_id == staff.actor_id


def test_the_second_wall_lets_nobody_order_work_as_the_product(staff):
    with scoped(staff), pytest.raises(Exception, match="row-level security"):
        Job.objects.create(task="tests.count", title="计数", kwargs={})


def test_work_is_not_begun_before_its_time(staff):
    later = timezone.now() + timedelta(hours=1)
    with bootstrap_scope():
        job = enqueue("tests.leave_mark", {"mark": "甲"}, access=staff, not_before=later)

    run(job.pk)

    assert fresh(job).state == JobState.QUEUED


@pytest.mark.covers("jobs.control.cancel", "works")
def test_a_waiting_job_is_cancelled_at_once(order, staff):
    job = order("tests.leave_mark", mark="甲")

    control.cancel(job.pk, access=staff, at=timezone.now())
    run(job.pk)

    assert fresh(job).state == JobState.CANCELLED
    assert effects() == 0
    assert AuditEvent.objects.filter(kind="job.cancelled").count() == 1


def test_a_running_job_is_cancelled_at_its_next_step(order, staff, tmp_path):
    begun, gate = tmp_path / "begun", tmp_path / "gate"
    job = order("tests.batches", marks=["甲", "乙", "丙"], begun=str(begun), gate=str(gate))
    running = in_thread(run, job.pk)
    eventually(begun.exists)

    control.cancel(job.pk, access=staff, at=timezone.now())
    gate.touch()
    running.join()

    assert fresh(job).state == JobState.CANCELLED
    assert effects() == 1


@pytest.mark.covers("jobs.control.retry", "works")
def test_a_failed_job_is_started_again(order, staff):
    job = order("tests.refuse")
    run(job.pk)

    control.retry(job.pk, access=staff, at=timezone.now())

    again = fresh(job)
    assert (again.state, again.attempts, again.error) == (JobState.QUEUED, 0, "")
    assert AuditEvent.objects.filter(kind="job.retried").count() == 1


@pytest.mark.covers("jobs.control.cancel", "refused")
@pytest.mark.covers("jobs.control.retry", "refused")
@pytest.mark.parametrize("move", [control.cancel, control.retry])
def test_a_finished_job_is_neither_cancelled_nor_retried(order, staff, move):
    job = order("tests.count", total=1)
    run(job.pk)

    with pytest.raises(Exception, match="任务已完成"):
        move(job.pk, access=staff, at=timezone.now())


@pytest.mark.covers("jobs.control.cancel", "reach")
@pytest.mark.covers("jobs.control.retry", "reach")
@pytest.mark.parametrize("move", [control.cancel, control.retry])
def test_the_jobs_of_others_are_out_of_reach(order, move):
    job = order("tests.count", total=1)

    with pytest.raises(Job.DoesNotExist):
        move(job.pk, access=access_for(make_user("bureau_staff")), at=timezone.now())


def test_an_administrator_sees_and_cancels_the_jobs_of_others(order):
    job = order("tests.count", total=1)
    administrator = access_for(make_user("administrator"))

    with scoped(administrator):
        assert list(Job.objects.visible_to(administrator)) == [job]
        control.cancel(job.pk, access=administrator, at=timezone.now())

    assert fresh(job).state == JobState.CANCELLED


@pytest.mark.covers("jobs.control.cancel", "capability")
def test_an_auditor_sees_the_jobs_of_others_and_cancels_none(order):
    job = order("tests.count", total=1)
    auditor = access_for(make_user("auditor"))

    with scoped(auditor):
        assert list(Job.objects.visible_to(auditor)) == [job]
        with pytest.raises(Job.DoesNotExist):
            control.cancel(job.pk, access=auditor, at=timezone.now())


@pytest.mark.covers("jobs.control.retry", "capability")
def test_an_auditor_does_not_start_the_jobs_of_others_again(order):
    job = order("tests.refuse")
    run(job.pk)
    auditor = access_for(make_user("auditor"))

    with scoped(auditor), pytest.raises(Job.DoesNotExist):
        control.retry(job.pk, access=auditor, at=timezone.now())


@pytest.mark.covers("jobs.control.cancel", "race")
@pytest.mark.covers("jobs.control.retry", "race")
def test_a_button_pressed_by_two_at_once_acts_once(order, staff):
    job = order("tests.count", total=1)
    for move in (control.cancel, control.retry):
        act = partial(move, job.pk, access=staff, at=timezone.now())

        assert race(act, act, as_first=staff, as_second=staff) == ("done", "transition_refused")


def test_through_the_second_wall_a_district_sees_its_own_jobs_only(order):
    district = make_access("district_staff", unit=make_unit())
    order("tests.count", total=1)
    own = order("tests.count", access=district, total=1)

    with scoped(district):
        assert list(Job.objects.order_by("id")) == [own]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "asleep"}, "job_state_known"),
        ({"state": "running"}, "job_is_leased_while_running"),
        ({"state": "done"}, "job_is_finished_in_its_last_states"),
        ({"state": "failed", "finished_at": timezone.now()}, "job_says_why_it_failed"),
        ({"task": "nonsense"}, "job_task_is_dotted"),
        ({"title": ""}, "job_has_a_title"),
        ({"done_count": 2, "total_count": 1}, "job_does_no_more_than_there_is"),
        ({"attempts": 4}, "job_is_tried_only_so_often"),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_jobs_that_must_not_be(values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Job.objects.create(**({"task": "tests.count", "title": "计数"} | values))
