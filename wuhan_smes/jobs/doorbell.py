"""The broker as a doorbell: rung to wake a worker, never trusted to remember anything."""

import logging
import time
from functools import cache
from typing import Final

from celery import Celery
from kombu.exceptions import OperationalError

logger: Final = logging.getLogger(__name__)
# After a failure nobody waits for the broker again for so long; the scheduler rings anyway.
SILENCE_SECONDS: Final = 5.0
UNREACHABLE: Final = (OperationalError, ConnectionError, TimeoutError)
_silent_until = 0.0


class BrokerUnreachable(Exception):
    """The message could not be handed over; the row in the outbox still stands."""


def publish(task_name: str, job_id: int) -> None:
    """Tell the workers of one job. Raises BrokerUnreachable."""
    _send(task_name, {"job_id": job_id})


def ring() -> None:
    """Ask a worker to look into the outbox now. Silently gives up where the broker is down."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        _send("jobs.dispatch", {})
    except BrokerUnreachable:
        _silent_until = time.monotonic() + SILENCE_SECONDS
        logger.warning("broker unreachable, the outbox waits")


def _send(task_name: str, kwargs: dict[str, object]) -> None:
    try:
        with _producer().connection_for_write(connect_timeout=1) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=1)
            _producer().send_task(task_name, kwargs=kwargs, connection=connection, retry=False)
    except UNREACHABLE as failure:
        raise BrokerUnreachable(str(failure)) from failure


@cache
def _producer() -> Celery:
    """An application of its own that only sends, so that ordering work needs no worker code."""
    app = Celery("wuhan_smes.doorbell", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app
