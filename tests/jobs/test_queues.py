"""Who waits for his list never waits behind a night's counting."""

import pytest

from wuhan_smes.jobs import doorbell
from wuhan_smes.jobs.choices import Queue
from wuhan_smes.jobs.queues import queue_of
from wuhan_smes.settings import CELERY_BEAT_SCHEDULE, CELERY_TASK_QUEUES


@pytest.mark.parametrize(
    ("work", "queue"),
    [
        ("reporting.export", Queue.INTERACTIVE),
        ("exchange.check", Queue.INTERACTIVE),
        ("exchange.apply", Queue.BULK),
        ("measures.find_entitlements", Queue.BULK),
        ("operations.verify_nightly", Queue.SCHEDULE),
        ("jobs.dispatch", Queue.INTERACTIVE),
    ],
)
def test_each_kind_of_work_stands_in_its_line(work, queue):
    sent = doorbell._producer().amqp.router.route({}, work)["queue"]

    assert (queue_of(work), sent.name, sent.exchange.name) == (queue, queue, queue)


def test_every_line_is_one_a_worker_takes_from():
    assert {queue_of(entry["task"]) for entry in CELERY_BEAT_SCHEDULE.values()} <= set(Queue)
    assert [queue.name for queue in CELERY_TASK_QUEUES] == Queue.values
