"""The rounds that keep work moving, and the one that clears it away. All safe to run twice."""

from celery import shared_task
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.jobs import doorbell
from wuhan_smes.jobs.actions import delivery
from wuhan_smes.jobs.clearing import clear_finished
from wuhan_smes.scope import scoped


@shared_task(name="jobs.dispatch", acks_late=True)
def dispatch(**_: object) -> int:
    """Tell workers of what waits in the outbox."""
    with scoped(Access.of_system("dispatch")):
        return delivery.publish_waiting(at=timezone.now(), publish=doorbell.publish)


@shared_task(name="jobs.sweep", acks_late=True)
def sweep(**_: object) -> int:
    """Put back what silent workers left behind."""
    with scoped(Access.of_system("sweep")):
        return delivery.sweep(at=timezone.now())


@shared_task(name="jobs.clear_finished", acks_late=True)
def clear_finished_work(**_: object) -> int:
    """Each night work that ended long ago is removed."""
    with scoped(Access.of_system("finished work")):
        return clear_finished(at=timezone.now())
