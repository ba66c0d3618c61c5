"""动态管理: what holders owe is made each day, done by the unit or by a list, and has its price."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from enterprises.actions.candidates import due_again
from enterprises.actions.duty_sets import (
    duties_of_changes,
    duties_of_the_year,
    end_without_title,
    lose_rights,
    remind,
)
from enterprises.choices.holding import DutyKind
from enterprises.models import Enterprise, Recognition, TierDefinition, TitleDuty
from enterprises.rules import duties as rules
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, TransitionRefused

EDIT = Capability.CULTIVATION_EDIT


@dataclass(frozen=True, slots=True)
class KeptUp:
    """What one day changed."""

    made: int
    ended: int
    reminded: int
    lost: int


@transaction.atomic
def keep_up(*, access: Access, at: datetime) -> KeptUp:
    """Each night: duties of the year and of changes are there, the ones that have lost their title
    end, holders are reminded, and who let a reminder pass loses the right to a review. Twice a day
    does what once does.
    """
    if not access.reach(EDIT).everywhere:
        raise NotPermitted("动态管理事项由系统每晚统一生成")
    today = timezone.localdate(at)
    tiers = _owing()
    made = sum(duties_of_the_year(tier, due, today) for tier, due in tiers.items())
    made += duties_of_changes(list(tiers), today)
    ended = end_without_title(today)
    reminded = remind(today)
    lost = lose_rights(access, at, today)
    kept = KeptUp(made, ended, reminded, lost)
    if made or ended or reminded or lost:
        changes = {"made": made, "ended": ended, "reminded": reminded, "lost": lost}
        trail.record_fact("duty.keep_up", "动态管理", access=access, at=at, changes=changes)
    return kept


@transaction.atomic
def note_change(
    enterprise_id: int, *, access: Access, at: datetime, cause: str, on: date, note: str = ""
) -> list[TitleDuty]:
    """A merger, split or reorganisation the register cannot see: each title of the enterprise that
    was in force that day and is still has to be reported on within three months.
    """
    enterprise = Enterprise.objects.within(access.reach(EDIT)).locked(enterprise_id)
    today = timezone.localdate(at)
    rules.require_change(cause, on, today=today)
    titles = Recognition.objects.in_force(on=today).holding(on)
    mine = titles.filter(enterprise=enterprise, tier__in=_owing()).order_by("series")
    known = TitleDuty.objects.filter(
        enterprise=enterprise, kind=DutyKind.CHANGE_REPORT, cause=cause, counted_from=on
    )
    noted = set(known.values_list("series", flat=True))
    made = [
        TitleDuty(
            enterprise=enterprise,
            jurisdiction_id=enterprise.jurisdiction_id,
            series=title.series,
            tier=title.tier,
            kind=DutyKind.CHANGE_REPORT,
            cause=cause,
            counted_from=on,
            due_on=rules.report_due(on),
            note=note.strip()[:200],
        )
        for title in mine
        if title.series not in noted
    ]
    if not made:
        raise ActionRefused("该企业当日没有须报告变更的称号，或该变更已经登记")
    TitleDuty.objects.bulk_create(made)
    changes = {"cause": cause, "on": on, "note": note.strip()[:200]}
    told = [(it, {**changes, "tier": it.tier}) for it in made]
    trail.record_set("duty.note_change", told, access=access, at=at)
    return made


@transaction.atomic
def fulfil(
    days: Mapping[int, date], *, access: Access, at: datetime, note: str = ""
) -> list[TitleDuty]:
    """Duties were done, each on its day; all of them or none. A right that was lost by then stays
    lost until the city gives it back.
    """
    rows = _held(days, access)
    today = timezone.localdate(at)
    for row in rows:
        rules.require_waiting(row)
        rules.require_done_within(days[row.pk], row.counted_from, today=today)
    for row in rows:
        row.done_on, row.done_by_name = days[row.pk], access.actor_name or "系统"
        row.note = note.strip()[:200] or row.note
        row.version += 1
    TitleDuty.objects.bulk_update(rows, ["done_on", "done_by_name", "note", "version"], 2_000)
    told = [(row, {"done_on": [None, row.done_on], "note": row.note}) for row in rows]
    trail.record_set("duty.fulfil", told, access=access, at=at)
    return rows


@transaction.atomic
def take_back(
    duty_ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[TitleDuty]:
    """What was entered as done was not."""
    rows = _held(duty_ids, access)
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明撤回理由"))
    if open_rows := [row for row in rows if row.done_on is None]:
        raise TransitionRefused(f"有 {len(open_rows)} 项尚未办结，无需撤回")
    told = [(row, {"done_on": [row.done_on, None], "reason": reason.strip()}) for row in rows]
    ids = [row.pk for row in rows]
    TitleDuty.objects.filter(pk__in=ids).update(
        done_on=None, done_by_name="", version=F("version") + 1
    )
    trail.record_set("duty.take_back", told, access=access, at=at)
    for row in rows:
        row.done_on, row.done_by_name = None, ""
    return rows


@transaction.atomic
def excuse(duty_id: int, *, access: Access, at: datetime, reason: str) -> TitleDuty:
    """The city gives a lost right back, and says why; reviews that still take recommendations wait
    for the title again.
    """
    if not access.reach(Capability.TITLE_EDIT).everywhere:
        raise NotPermitted("恢复复核资格由市级办理，请联系市经信局")
    rows = TitleDuty.objects.within(access.reach(Capability.TITLE_EDIT))
    row = rows.filter(pk=duty_id).held().get()
    if row.lost_on is None or row.excused_on is not None:
        raise TransitionRefused("该事项没有丧失复核资格，无需恢复")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明恢复资格的理由"))
    row.excused_on, row.note = timezone.localdate(at), reason.strip()[:200]
    row.version += 1
    row.save(update_fields=["excused_on", "note", "version"])
    due_again([row.series], at)
    changes = {"excused_on": [None, row.excused_on], "reason": row.note}
    trail.record("duty.excuse", row, access=access, at=at, changes=changes)
    return row


def _owing() -> dict[str, str]:
    """The tiers whose holders update every year, each with its month and day."""
    rows = TierDefinition.objects.exclude(update_due="").order_by("code")
    return dict(rows.values_list("code", "update_due"))


def _held(ids: Collection[int], access: Access) -> list[TitleDuty]:
    """Duties in reach, locked in order. Raises DoesNotExist if one is out of reach."""
    wanted = set(ids)
    if not wanted:
        raise InputRefused(Fault("duties", "required", "请选择事项"))
    rows = list(TitleDuty.objects.within(access.reach(EDIT)).filter(pk__in=wanted).held())
    if missing := len(wanted) - len(rows):
        raise TitleDuty.DoesNotExist(f"{missing} duties are not within reach")
    return rows
