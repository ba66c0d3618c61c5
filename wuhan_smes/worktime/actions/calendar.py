"""Acts on the calendar: one day, a year by notice, a year by the law alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.worktime.calendar import SATURDAY
from wuhan_smes.worktime.choices import DayKind, YearState
from wuhan_smes.worktime.models import CalendarYear, WorkdayException
from wuhan_smes.worktime.statutory import statutory_holidays

BY_LAW: Final = "按《全国年节及纪念日放假办法》暂定"
STALE: Final = "该年日历已被他人修改，请刷新后重新提交"


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day of a holiday notice."""

    date: date
    kind: DayKind
    name: str


@transaction.atomic
def set_day(
    day: date,
    *,
    access: Access,
    at: datetime,
    kind: DayKind | None,
    name: str = "",
    source: str = "",
    year_number: int | None = None,
    version: int | None = None,
) -> CalendarYear:
    """Make one day a holiday or a make-up workday, or (without `kind`) as the week has it.

    `year_number` and `version` are of the year the editor was looking at. Deadlines already set
    stay as they are until they are recomputed on purpose.
    """
    _require_editor(access)
    if year_number not in {None, day.year}:
        raise InputRefused(Fault("date", "other_year", f"{day} 不在{year_number}年内"))
    year = _opened_year(day.year)
    if version is not None and version != year.version:
        raise StaleVersion(STALE)
    before = WorkdayException.objects.filter(date=day).first()
    if kind is None:
        _clear(before, day)
    else:
        wanted = NoticeDay(day, kind, name.strip())
        _require_sound([wanted], day.year)
        _put(wanted, before, source=source.strip() or year.document or BY_LAW)
    year.version += 1
    year.save(update_fields=["version"])
    after = [kind.label, name] if kind else None
    trail.record(
        "calendar.day_set",
        year,
        access=access,
        at=at,
        changes={str(day): [[before.get_kind_display(), before.name] if before else None, after]},
    )
    return year


@transaction.atomic
def publish_year(
    year_number: int,
    *,
    access: Access,
    at: datetime,
    document: str,
    days: Sequence[NoticeDay],
    version: int | None = None,
) -> CalendarYear:
    """Enter the State Council's notice: its days replace what the year had, provisional or not."""
    _require_editor(access)
    if not document.strip():
        raise InputRefused(Fault("document", "required", "请填写放假通知的文件名称或文号"))
    _require_sound(days, year_number)
    year = _opened_year(year_number)
    if version is not None and version != year.version:
        raise StaleVersion(STALE)
    was_state = year.state
    gone = _replace_days(year_number, days, source=document.strip(), provisional=False)
    year.state, year.document = YearState.PUBLISHED, document.strip()
    year.version += 1
    year.save(update_fields=["state", "document", "version"])
    trail.record(
        "calendar.year_published",
        year,
        access=access,
        at=at,
        changes={"state": [was_state, year.state], "document": year.document, **gone},
    )
    return year


@transaction.atomic
def fill_provisional_year(year_number: int, *, access: Access, at: datetime) -> CalendarYear:
    """Give a year without a notice the holidays of the law; a published year stays as it is."""
    _require_editor(access)
    year = _opened_year(year_number)
    if year.state == YearState.PUBLISHED:
        return year
    wanted = [
        NoticeDay(day, DayKind.HOLIDAY, name)
        for day, name in statutory_holidays(year_number).items()
    ]
    changed = _replace_days(year_number, wanted, source=BY_LAW, provisional=True)
    if changed:
        year.version += 1
        year.save(update_fields=["version"])
        trail.record("calendar.year_provisional", year, access=access, at=at, changes=changed)
    return year


@transaction.atomic
def open_coming_years(*, on: date, access: Access, at: datetime) -> None:
    """Make sure that deadlines set on `on` find the next two years, settled or provisional."""
    for year_number in range(on.year, on.year + 3):
        fill_provisional_year(year_number, access=access, at=at)


def _require_editor(access: Access) -> None:
    if not access.reach(Capability.CALENDAR_EDIT).everywhere:
        raise NotPermitted("工作日历全市统一，只能由市级维护")


def _opened_year(number: int) -> CalendarYear:
    """The row of the year, locked; made provisional if it is new."""
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=number, state=YearState.PROVISIONAL)], ignore_conflicts=True
    )
    year = CalendarYear.objects.locked(number)
    if year is None:
        raise ActionRefused(f"{number}年的日历暂时无法读取，请重试")
    return year


def _require_sound(days: Sequence[NoticeDay], year_number: int) -> None:
    faults = [
        *(
            Fault("days", "other_year", f"{d.date} 不在{year_number}年内")
            for d in days
            if d.date.year != year_number
        ),
        *(Fault("days", "nameless", f"{d.date} 缺少节日名称") for d in days if not d.name),
        *(
            Fault("days", "weekday", f"{d.date} 本是工作日，无需设为调休上班")
            for d in days
            if d.kind is DayKind.MAKEUP_WORKDAY and d.date.weekday() < SATURDAY
        ),
    ]
    if len({d.date for d in days}) < len(days):
        faults.append(Fault("days", "twice", "同一天出现了两次"))
    if faults:
        raise InputRefused(*faults)


def _clear(before: WorkdayException | None, day: date) -> None:
    if before is None:
        raise ActionRefused(f"{day} 本来就按周历执行，无需更改")
    before.delete()


def _put(wanted: NoticeDay, before: WorkdayException | None, *, source: str) -> None:
    if before is None:
        WorkdayException.objects.create(
            date=wanted.date, kind=wanted.kind, name=wanted.name, source=source
        )
        return
    before.kind, before.name, before.source = wanted.kind, wanted.name, source
    before.provisional = False
    before.version += 1
    before.save(update_fields=["kind", "name", "source", "provisional", "version"])


def _replace_days(
    year_number: int, days: Sequence[NoticeDay], *, source: str, provisional: bool
) -> dict[str, object]:
    """Make the year's rows exactly `days`; says which days came, went and changed."""
    old = {row.date: row for row in WorkdayException.objects.of_year(year_number)}
    new = {day.date: day for day in days}
    was = {day: [row.kind, row.name, row.source, row.provisional] for day, row in old.items()}
    now = {day: [d.kind.value, d.name, source, provisional] for day, d in new.items()}
    changed = sorted(day for day in old.keys() | new.keys() if was.get(day) != now.get(day))
    WorkdayException.objects.filter(date__in=changed).delete()
    WorkdayException.objects.bulk_create(
        WorkdayException(
            date=day,
            kind=new[day].kind,
            name=new[day].name,
            source=source,
            provisional=provisional,
            version=old[day].version + 1 if day in old else 1,
        )
        for day in changed
        if day in new
    )
    return {str(day): [was.get(day), now.get(day)] for day in changed}
