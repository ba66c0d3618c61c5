"""How every action on an import begins and ends: its row held, the next job ordered."""

from typing import Final

from wuhan_smes.access import Access
from wuhan_smes.errors import StaleVersion
from wuhan_smes.exchange import rules
from wuhan_smes.exchange.choices import Step
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.querysets import ImportQuerySet
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue

STALE: Final = "该导入已被他人操作，请刷新后重试"
TASK: Final = {
    Step.READING: "exchange.read",
    Step.CHECKING: "exchange.check",
    Step.APPLYING: "exchange.apply",
    Step.REVERTING: "exchange.revert",
}


def held(import_id: int, *, access: Access, expected_version: int | None = None) -> Import:
    """One import of a unit for which the person may import its kind, its row locked.

    Raises DoesNotExist out of reach, NotPermitted without the kind's capability.
    """
    import_ = _workable(import_id, access).locked(import_id)
    _require_seen(import_, expected_version)
    return import_


def watched(import_id: int, *, access: Access, expected_version: int | None = None) -> Import:
    """As `held`, its row not locked: the job at work holds it until it ends."""
    import_ = _workable(import_id, access).get(pk=import_id)
    _require_seen(import_, expected_version)
    return import_


def idle(import_id: int, *, access: Access, expected_version: int | None = None) -> Import:
    """As `held`, with no job at work on it: one that ended without success is out of the way."""
    import_ = held(import_id, access=access, expected_version=expected_version)
    if import_.step and is_over(import_):
        import_.step = ""
    rules.require_idle(import_.step)
    return import_


def _workable(import_id: int, access: Access) -> ImportQuerySet:
    reachable = Import.objects.within(access.total_reach())
    kind = kinds.get(reachable.values_list("kind", flat=True).get(pk=import_id))
    return Import.objects.within(access.reach(kind.capability))


def _require_seen(import_: Import, version: int | None) -> None:
    if version is not None and import_.version != version:
        raise StaleVersion(STALE)


def is_over(import_: Import) -> bool:
    """Whether the job ordered last is known to have ended; a colleague's is not shown to all."""
    job = None if import_.job_id is None else Job.objects.filter(pk=import_.job_id).first()
    return job is not None and not job.is_unfinished


def order(import_: Import, step: Step, *, access: Access) -> None:
    """Have a job do the next step; the import remembers which."""
    kind = kinds.get(import_.kind)
    import_.job = enqueue(
        TASK[step],
        {"import_id": import_.pk},
        access=access,
        capability=kind.capability,
        title=f"{kind.title}：{import_.file_name}"[:200],
    )
    import_.step = step
    import_.version += 1
    import_.save(update_fields=["job", "step", "state", "mode", "columns", "answers", "version"])
