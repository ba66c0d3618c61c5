"""The bureau takes a unit's word, or gives it back and says why."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from measures.actions.duties.telling import tell
from measures.choices import ProgressState
from measures.models import ProgressEntry
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted


@transaction.atomic
def accept(entry_id: int, *, access: Access, at: datetime) -> ProgressEntry:
    """Take a word as it stands. Nobody takes his own."""
    entry = _waiting(entry_id, access)
    _judge(entry, ProgressState.ACCEPTED, access, at)
    trail.record("progress.accept", entry, access=access, at=at, changes={})
    return entry


@transaction.atomic
def give_back(entry_id: int, *, access: Access, at: datetime, reason: str) -> ProgressEntry:
    """Return a word with the reason; the unit is told, and tells it anew."""
    said = reason.strip()
    if not said:
        raise InputRefused(Fault("reason", "required", "请写明退回理由"))
    entry = _waiting(entry_id, access)
    entry.reason, entry.returns = said[:300], entry.returns + 1
    _judge(entry, ProgressState.RETURNED, access, at)
    trail.record("progress.return", entry, access=access, at=at, changes={"reason": said})
    tell(timezone.localdate(at), at)
    return entry


def _waiting(entry_id: int, access: Access) -> ProgressEntry:
    """A word that waits for judgement, locked. It is judged for the whole city."""
    reach = access.reach(Capability.PROGRESS_CHECK)
    entry = ProgressEntry.objects.within(reach).locked(entry_id)
    if entry.state != ProgressState.SUBMITTED:
        raise ActionRefused(f"该进展{entry.get_state_display()}，不在待审核状态")
    if entry.signed_by_id is not None and entry.signed_by_id == access.actor_id:
        raise NotPermitted("本人报送的进展由他人审核", capability=Capability.PROGRESS_CHECK)
    return entry


def _judge(entry: ProgressEntry, state: ProgressState, access: Access, at: datetime) -> None:
    entry.state = state
    entry.judged_by_name, entry.judged_at = access.actor_name[:150], at
    entry.version += 1
    entry.save(
        update_fields=["state", "reason", "returns", "judged_by_name", "judged_at", "version"]
    )
