"""From one station to another: the filing ends here and begins there under the same number."""

from django.db.backends.postgresql.psycopg_any import DateRange

from services.actions.handing_over import Occasion, hand_over_all
from services.actions.rows import obeying, saved
from services.choices.stations import FilingState
from services.models import Specialist
from services.rules import stations as rules
from wuhan_smes.accounts.models import ServiceStation
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused


def end_filing(filing: Specialist, kind: str, by: Occasion) -> DateRange:
    """End a filing from that day; returns the days it would still have had."""
    rules.require_filed(filing.state)
    rules.require_later(by.on, filing.during.lower, "日期须晚于备案开始日期")
    until = filing.during.upper
    if until is not None and by.on > until:
        raise ActionRefused(f"该备案已于 {until} 期满")
    filing.during = DateRange(filing.during.lower, by.on)
    filing.state, filing.end_reason = FilingState.ENDED, by.reason[:200]
    fields = ["during", "state", "end_reason"]
    changes = {"on": by.on, "reason": by.reason}
    saved(filing, fields, kind, changes, by.access, by.at)
    return DateRange(by.on, until if until is None or until > by.on else None)


def move_filing(
    filing: Specialist,
    station: ServiceStation,
    by: Occasion,
    successor: Specialist | None = None,
) -> Specialist:
    """Go to another station from that day. What he looks after goes along within the unit; to
    another unit nothing can go, so a `successor` takes it over.
    """
    days = end_filing(filing, "specialist.move", by)
    moved = Specialist(
        number=filing.number,
        name=filing.name,
        phone=filing.phone,
        post=filing.post,
        user_id=filing.user_id,
        station=station,
        jurisdiction_id=station.jurisdiction_id,
        state=FilingState.APPROVED,
        during=days,
        applied_by_name=filing.applied_by_name,
        applied_by_id=filing.applied_by_id,
        applied_at=filing.applied_at,
        decided_by_name=filing.decided_by_name,
        decided_by_id=filing.decided_by_id,
        decided_at=filing.decided_at,
        decision_note=f"调任：{by.reason}"[:200],
    )
    with obeying(Specialist):
        moved.save(force_insert=True)
    trail.record("specialist.arrive", moved, access=by.access, at=by.at, changes={"on": by.on})
    hand_over_all(filing, successor or moved, by)
    return moved
