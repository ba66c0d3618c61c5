"""Time limits change by a new version from a coming day; what was in force stays as it was."""

from datetime import date, datetime, time
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import ExclusionViolation

from services.choices.clocks import ClockKind, Urgency
from services.models import TicketPolicy
from services.rules.clocks import OFFICE_CLOSES
from services.rules.policies import check_version
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, NotPermitted

FIELDS: Final = (
    "category",
    "urgency",
    "kind",
    "amount",
    "unit",
    "extension",
    "extensions",
    "warn_percent",
    "warn_days_left",
    "warn_days_left_from",
    "late_rolls",
    "closes_at",
    "kept_on_transfer",
    "effective_from",
    "source",
)


@transaction.atomic
def add_version(
    *,
    access: Access,
    at: datetime,
    urgency: str,
    kind: str,
    amount: int,
    unit: str,
    effective_from: date,
    source: str,
    category: str = "",
    extension: int = 0,
    extensions: int = 0,
    warn_percent: int = 70,
    warn_days_left: int | None = 2,
    warn_days_left_from: int = 5,
    late_rolls: bool = False,
    closes_at: time = OFFICE_CLOSES,
    kept_on_transfer: bool = False,
) -> TicketPolicy:
    """Set a limit from today or a coming day on; the version before it ends the day before.

    Running clocks stay as they are until they are recalculated on purpose.
    """
    if not access.reach(Capability.TICKET_POLICY).everywhere:
        raise NotPermitted("办理时限全市统一，由市级维护；如需调整请联系市经信局")
    made = TicketPolicy(
        category=category,
        urgency=urgency,
        kind=kind,
        amount=amount,
        unit=unit,
        extension=extension,
        extensions=extensions,
        warn_percent=warn_percent,
        warn_days_left=warn_days_left,
        warn_days_left_from=warn_days_left_from,
        late_rolls=late_rolls,
        closes_at=closes_at,
        kept_on_transfer=kept_on_transfer,
        effective_from=effective_from,
        source=source.strip(),
    )
    check_version({name: getattr(made, name) for name in FIELDS}, today=timezone.localdate(at))
    before = _ended(made)
    made.version = before.version + 1 if before else 1
    _kept(made)
    changes = {name: getattr(made, name) for name in FIELDS}
    changes["before"] = before.words if before else None
    trail.record("ticket_policy.add_version", made, access=access, at=at, changes=changes)
    return made


def _ended(made: TicketPolicy) -> TicketPolicy | None:
    """The version before, ended where the new one begins."""
    before = TicketPolicy.objects.last_locked(
        category=made.category, urgency=made.urgency, kind=made.kind
    )
    if before is None:
        return None
    if made.effective_from <= before.effective_from:
        raise ActionRefused(
            f"{before.effective_from} 起已有“{_named(made)}”的时限，新时限须自其后的日期施行"
        )
    before.effective_until = made.effective_from
    before.save(update_fields=["effective_until"])
    return before


def _kept(made: TicketPolicy) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        raise ActionRefused(f"“{_named(made)}”的时限刚刚被他人更新，请刷新后重新提交") from error


def _named(row: TicketPolicy) -> str:
    return f"{Urgency(row.urgency).label}·{ClockKind(row.kind).label}"
