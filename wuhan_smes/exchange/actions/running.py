"""What a person does with an import as a whole: check again, apply, give up, take back."""

from datetime import datetime

from django.db import transaction

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.exchange import rules
from wuhan_smes.exchange.actions.held import held, idle, is_over, order, watched
from wuhan_smes.exchange.choices import ImportState, Step, Verdict
from wuhan_smes.exchange.counting import by_verdict
from wuhan_smes.exchange.models import Import, ImportRow
from wuhan_smes.jobs.actions import control

OPEN = (ImportState.UPLOADED, ImportState.MAPPING, ImportState.CHECKED)


@transaction.atomic
def check(
    import_id: int, *, access: Access, at: datetime, expected_version: int | None = None
) -> Import:
    """Check the file anew, as the register stands now; reads it first if it never was."""
    import_ = idle(import_id, access=access, expected_version=expected_version)
    rules.require_state(import_.state, *OPEN, act="重新检查")
    step = Step.CHECKING if import_.state == ImportState.CHECKED else Step.READING
    order(import_, step, access=access)
    trail.record("import.check", import_, access=access, at=at, changes={"step": step})
    return import_


@transaction.atomic
def apply(
    import_id: int,
    *,
    access: Access,
    at: datetime,
    mode: str,
    expected_version: int | None = None,
) -> Import:
    """Bring the checked rows into the register: all of them, or those that can be used."""
    import_ = idle(import_id, access=access, expected_version=expected_version)
    rules.require_state(import_.state, ImportState.CHECKED, act="导入")
    rows = ImportRow.objects.filter(of=import_)
    transfers = rows.filter(verdict=Verdict.TRANSFER).count()
    rules.require_applicable(open_counts(import_), mode, rows.to_write().count(), transfers)
    import_.mode = mode
    order(import_, Step.APPLYING, access=access)
    trail.record("import.apply", import_, access=access, at=at, changes={"mode": mode})
    return import_


@transaction.atomic
def cancel(
    import_id: int, *, access: Access, at: datetime, expected_version: int | None = None
) -> Import:
    """Stop the job at work; without one, give the import up. What was applied stays."""
    import_ = watched(import_id, access=access, expected_version=expected_version)
    before = import_.state
    if import_.step and not is_over(import_):
        control.cancel(import_.job_id or 0, access=access, at=at)
    else:
        import_ = held(import_id, access=access, expected_version=expected_version)
        before = import_.state
        rules.require_idle("" if is_over(import_) else import_.step)
        rules.require_state(import_.state, *OPEN, act="放弃")
        import_.step, import_.state = "", ImportState.CANCELLED
        import_.version += 1
        import_.save(update_fields=["step", "state", "version"])
    changes = {"state": [before, import_.state], "step": import_.step}
    trail.record("import.cancel", import_, access=access, at=at, changes=changes)
    return import_


@transaction.atomic
def revert(
    import_id: int,
    *,
    access: Access,
    at: datetime,
    reason: str,
    expected_version: int | None = None,
) -> Import:
    """Take back what the import did, as long as nobody changed it since; all of it or nothing."""
    import_ = idle(import_id, access=access, expected_version=expected_version)
    rules.require_state(import_.state, ImportState.APPLIED, act="撤回")
    rules.require_reason(reason)
    order(import_, Step.REVERTING, access=access)
    trail.record("import.revert", import_, access=access, at=at, changes={"reason": reason})
    return import_


def open_counts(import_: Import) -> dict[str, int]:
    """Rows that stand in the way of applying all: conflicts only while nobody settled them."""
    return by_verdict(ImportRow.objects.filter(of=import_).left_over())
