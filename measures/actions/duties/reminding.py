"""Units are asked for the words that are missing."""

from datetime import date, datetime

from django.db import transaction

from measures.actions.duties.telling import tell
from measures.choices import AgencyRole, ProgressState
from measures.models import CommitmentUnit, ProgressEntry, ProgressReminder
from measures.rules import duties as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import Fault, InputRefused


@transaction.atomic
def remind(*, access: Access, at: datetime, on: date, quarter_on: date) -> int:
    """Ask every lead in reach whose word on a quarter is missing or was returned, and tell its
    people; once a day, however often this runs. Refuses a quarter that is not over.
    """
    reach = access.reach(Capability.PROGRESS_CHECK)
    if quarter_on != rules.quarter_of(quarter_on) or on < rules.next_quarter(quarter_on):
        raise InputRefused(Fault("quarter_on", "not_over", "只对已结束的季度催报"))
    told = ProgressEntry.objects.of_quarter(quarter_on).exclude(state=ProgressState.RETURNED)
    done = set(told.values_list("commitment_id", "agency_id"))
    leads = CommitmentUnit.objects.filter(
        role=AgencyRole.LEAD,
        commitment__starts_on__isnull=False,
        commitment__starts_on__lt=rules.next_quarter(quarter_on),
    ).select_related("agency")
    missing = [
        ProgressReminder(
            commitment_id=unit.commitment_id,
            agency_id=unit.agency_id,
            jurisdiction_id=unit.agency.jurisdiction_id,
            quarter_on=quarter_on,
            reminded_on=on,
            asked_by_name=access.actor_name[:150],
        )
        for unit in leads.order_by("commitment_id", "agency_id")
        if (unit.commitment_id, unit.agency_id) not in done
        and reach.covers(unit.agency.jurisdiction_id)
    ]
    known = set(
        ProgressReminder.objects.filter(quarter_on=quarter_on, reminded_on=on).values_list(
            "commitment_id", "agency_id"
        )
    )
    fresh = [row for row in missing if (row.commitment_id, row.agency_id) not in known]
    ProgressReminder.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        changes = {"quarter": quarter_on, "units": len(fresh)}
        trail.record_fact("progress.remind", str(on), access=access, at=at, changes=changes)
        tell(on, at)
    return len(fresh)
