"""Looking at everything that is kept, each night and when asked."""

from typing import Final

from celery import shared_task
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.jobs.choices import Queue
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.jobs.running import LeasedJob, leased_task
from wuhan_smes.operations.enciphering import turn_everything
from wuhan_smes.operations.queries.soundness import TASK, round_of
from wuhan_smes.scope import scoped
from wuhan_smes.soundness import CHECKS

PIECES_A_NIGHT: Final = 20_000  # megabytes of files: all of an archive at once would swell the log


@leased_task(TASK, title="数据一致性核验", batched=True, queue=Queue.BULK)
def verify(job: LeasedJob, **_: object) -> dict[str, object]:
    """Every look, one transaction each; writes nothing but what it found."""
    rounds = []
    for done, looked in enumerate(round_of(), start=1):
        rounds.append(looked.told())
        job.progress(done, len(CHECKS), looked.title)
    return {"rounds": rounds}


@shared_task(name="operations.verify_nightly", acks_late=True)
def verify_nightly(**_: object) -> int:
    """Order tonight's round; it runs with lease and progress like any other work."""
    access = Access.of_system("每夜核验")
    with scoped(access):
        return enqueue(TASK, {}, access=access).pk


@shared_task(name="operations.encipher_leftovers", acks_late=True)
def encipher_leftovers(**_: object) -> int:
    """What earlier versions, or an earlier key, left: after an update nobody has to think of it."""
    access = Access.of_system("每夜加密")
    turned = turn_everything(access, at=timezone.now(), most_pieces=PIECES_A_NIGHT)
    return sum(it.rows for it in turned)
