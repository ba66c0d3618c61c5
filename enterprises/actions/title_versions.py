"""How every action on titles begins and ends: the holder's row held, the next version added.

Titles of one enterprise decide about each other (overlap, bar, prerequisite), so the lock is that
of the enterprise. Rows are never changed: a version is superseded by the one after it.
Single titles come here as models; lists go straight to title_rows, which writes for both.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from enterprises.actions.title_rows import COLUMNS, Title, write_rows
from enterprises.models import Enterprise, Recognition
from enterprises.rules.awards import Holder, Known, Term
from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, StaleVersion

STALE: Final = "该称号已被他人修改，请刷新后重新提交"
KEPT_BY_THE_ROW: Final = frozenset(
    {"id", "version", "recorded_at", "superseded_at", "change_note", "in_force"}
)
NAMED_AT_MOST: Final = 10


class SomeRefused(ActionRefused):
    """Some of a list are refused, so nothing was done to any."""

    code = "some_refused"


@dataclass(frozen=True, slots=True)
class Held:
    """An enterprise, its row locked, with every title known of it now."""

    enterprise: Enterprise
    titles: Sequence[Recognition]

    @property
    def holder(self) -> Holder:
        it = self.enterprise
        return Holder(it.name, it.status, it.established_on)

    @property
    def known(self) -> list[Known]:
        return [known(title) for title in self.titles]

    def title(self, series: int) -> Recognition:
        return next(title for title in self.titles if title.series == series)


def held(enterprise_ids: Collection[int], access: Access) -> dict[int, Held]:
    """Enterprises in reach with their titles, locked in one order. Refuses ids it cannot find."""
    wanted = set(enterprise_ids)
    rows = Enterprise.objects.within(access.reach(Capability.TITLE_EDIT)).filter(pk__in=wanted)
    found = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
    if missing := len(wanted) - len(found):
        detail = f"有 {missing} 家企业不存在或不在您的管理范围内"
        raise InputRefused(Fault("enterprise", "unknown", detail))
    titles: defaultdict[int, list[Recognition]] = defaultdict(list)
    for title in Recognition.objects.current().filter(enterprise_id__in=wanted).order_by("series"):
        titles[title.enterprise_id].append(title)
    return {it.pk: Held(it, titles[it.pk]) for it in found}


def held_title(
    series: int, access: Access, expected_version: int | None = None
) -> tuple[Recognition, Held]:
    """One title as it is once its holder is locked. Raises DoesNotExist out of reach."""
    rows = Recognition.objects.within(access.reach(Capability.TITLE_EDIT)).current()
    enterprise_id = rows.values_list("enterprise_id", flat=True).get(series=series)
    holder = held([enterprise_id], access)[enterprise_id]
    title = holder.title(series)
    if expected_version is not None and title.version != expected_version:
        raise StaleVersion(STALE)
    return title, holder


def series_held(series: Collection[int], access: Access) -> dict[int, int]:
    """The holder of each title. Refuses what it cannot find."""
    rows = Recognition.objects.within(access.reach(Capability.TITLE_EDIT)).current()
    found = dict(rows.filter(series__in=series).values_list("series", "enterprise_id"))
    if len(found) < len(series):
        raise InputRefused(Fault("series", "unknown", "有称号不存在或不在您的管理范围内"))
    return found


def held_titles(series: Collection[int], access: Access) -> dict[int, tuple[Recognition, Held]]:
    """Many titles as they are once their holders are locked. Refuses what it cannot find."""
    of_series = series_held(series, access)
    holders = held(set(of_series.values()), access)
    return {it: (holders[pk].title(it), holders[pk]) for it, pk in of_series.items()}


def known(title: Recognition) -> Known:
    """What the rules ask about a title."""
    span = title.in_force
    term = None if span.isempty else Term(span.lower, span.upper)
    return Known(
        title.series, title.tier, title.subclass, term, title.withdrawn_on, title.barred_until
    )


def known_of(title: Title) -> Known:
    """The same of a plain row."""
    return Known(
        title.series,
        title.tier,
        title.subclass,
        title.term,
        title.withdrawn_on,
        title.barred_until,
    )


def next_version(title: Recognition, note: str, **values: Any) -> Recognition:
    """The version that will follow `title`, not written yet."""
    kept = {
        column.attname: getattr(title, column.attname)
        for column in Recognition._meta.concrete_fields
        if column.attname not in KEPT_BY_THE_ROW
    }
    return Recognition(**{**kept, **values}, version=title.version + 1, change_note=note[:200])


def write(
    kind: str,
    changed: Sequence[tuple[Recognition | None, Recognition]],
    access: Access,
    *,
    at: datetime,
    told: Mapping[str, object] | None = None,
) -> list[Recognition]:
    """Close the versions before, add those after and an entry for each, in few statements."""
    if not changed:
        return []
    rows = [(as_row(old) if old else None, as_row(new)) for old, new in changed]
    write_rows(kind, rows, access, at=at, told=told)
    for (_, title), (_, row) in zip(changed, rows, strict=True):
        title.pk, title.series, title.recorded_at = row.id, row.series, moment_of(row)
        title._state.adding = False
    return [title for _, title in changed]


def moment_of(row: Title) -> datetime:
    """When a row was recorded that was written."""
    if row.recorded_at is None:
        raise LookupError(f"{row} was not written")
    return row.recorded_at


def as_row(title: Recognition) -> Title:
    """The same version as a plain row; a new title has no number yet."""
    values = {name: getattr(title, name) for name in COLUMNS if name != "series"}
    series = title.series if isinstance(title.series, int) else 0
    return Title(**values, series=series, id=title.pk or 0)


def refuse_together(refused: Mapping[str, ActionRefused]) -> None:
    """One refusal as it is; of several, who and why, the first ten by name."""
    if not refused:
        return
    if len(refused) == 1:
        raise next(iter(refused.values()))
    told = [f"{name}：{refusal.message}" for name, refusal in refused.items()]
    more = f"；另有 {len(told) - NAMED_AT_MOST} 家" if len(told) > NAMED_AT_MOST else ""
    listed = "；".join(told[:NAMED_AT_MOST])
    raise SomeRefused(f"有 {len(told)} 家不能办理，整批未作改动：{listed}{more}", refused=len(told))
