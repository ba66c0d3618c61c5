"""Titles of two halves: a title keeps its number and changes its holder, as a new version.

Two titles of one kind never count on the same day: where they overlap, one gives way as
rules/merging.py says, with the cause 合并, and stands again when the merge is undone. To end a
title takes the right to edit titles; to take it along does not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max

from enterprises.actions.merging.registry import Apart, Conflict, Halves, Handler, Memory, Part
from enterprises.actions.title_versions import next_version, write
from enterprises.choices import WithdrawalCause
from enterprises.models import Enterprise, Recognition
from enterprises.rules.awards import Term, effective_term
from enterprises.rules.merging import MergeRefused, Span, giving_way
from wuhan_smes.access import Access, Capability

ENDING: Final = ("withdrawn_on", "withdrawal_cause")
Change = tuple[Recognition | None, Recognition]


class MovedTitles(Handler):
    """Every title of the joining half, ended ones too."""

    relations = ("enterprises.Recognition.enterprise",)
    label = "梯度称号"

    def latest(self, halves: Halves) -> datetime | None:
        both = Recognition.objects.filter(enterprise__in=(halves.into, halves.gone))
        found: datetime | None = both.aggregate(latest=Max("recorded_at"))["latest"]
        return found

    def plan(self, halves: Halves) -> Part:
        mine, theirs = _titles(halves.gone), _titles(halves.into)
        ends = _ends(mine, theirs)
        note = f"合并：{halves.gone.name}并入{halves.into.name}"

        def do(access: Access, at: datetime) -> Memory:
            cut = [it for it in theirs if it.series in ends]
            changed = [(it, _given_to(halves.into, it, note, ends)) for it in (*mine, *cut)]
            write("title.merge", changed, access, at=at)
            ended = [_ending_memory(old, new) for old, new in changed if old.series in ends]
            return {"moved": [it.series for it in mine], "ended": ended}

        both = {it.series: it for it in (*mine, *theirs)}
        return Part(
            do,
            moves=[_shown(it) for it in mine],
            conflicts=[_conflict(both[series], on) for series, on in ends.items()],
            needs=Capability.TITLE_EDIT if ends else None,
        )

    def undo(self, apart: Apart, memory: Memory) -> None:
        """Titles go back as they are now, with those that grew from them since."""
        now = {it.series: it for it in _titles(apart.halves.into)}
        back = _with_successors(memory["moved"], now, apart.merged_at)
        again = {one["series"]: one for one in memory["ended"]}
        note = "撤销合并"
        changed: list[Change] = []
        for series, title in now.items():
            values = _standing_again(title, again[series]) if series in again else {}
            if series in back:
                owner = apart.halves.gone
                changed.append((title, next_version(title, note, **values, **_owner(owner))))
            elif values:
                changed.append((title, next_version(title, note, **values)))
        _require_no_overlap(changed, now, back)
        write("title.unmerge", changed, apart.access, at=apart.at)


def _titles(enterprise: Enterprise) -> list[Recognition]:
    rows = Recognition.objects.current().filter(enterprise=enterprise)
    return list(rows.order_by("series"))


def _ends(mine: Sequence[Recognition], theirs: Sequence[Recognition]) -> dict[int, date]:
    kinds: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for kept, titles in ((True, theirs), (False, mine)):
        for title in titles:
            if not title.in_force.isempty:
                term = Term(title.in_force.lower, title.in_force.upper)
                kinds[title.tier, title.subclass].append(Span(title.series, term, kept))
    return {series: on for spans in kinds.values() for series, on in giving_way(spans).items()}


def _given_to(
    enterprise: Enterprise, title: Recognition, note: str, ends: Mapping[int, date]
) -> Recognition:
    """A title ended before keeps its own cause and its bar, and only ends earlier."""
    values: dict[str, Any] = {}
    if title.series in ends:
        cause = title.withdrawal_cause or WithdrawalCause.MERGED
        values = {"withdrawn_on": ends[title.series], "withdrawal_cause": cause}
    return next_version(title, note, **values, **_owner(enterprise))


def _owner(enterprise: Enterprise) -> dict[str, int]:
    return {"enterprise_id": enterprise.pk, "jurisdiction_id": enterprise.jurisdiction_id}


def _ending_memory(old: Recognition, new: Recognition) -> dict[str, Any]:
    """How a title stood before the merge ended it, and what the merge wrote."""
    return {"series": old.series, "before": _ending(old), "written": _ending(new)}


def _ending(title: Recognition) -> list[str | None]:
    on = title.withdrawn_on
    return [on.isoformat() if on else None, title.withdrawal_cause]


def _standing_again(title: Recognition, memory: Memory) -> dict[str, Any]:
    """As before the merge, unless somebody ended it otherwise or restored it since."""
    if _ending(title) != memory["written"]:
        return {}
    on, cause = memory["before"]
    return dict(zip(ENDING, (date.fromisoformat(on) if on else None, cause), strict=True))


def _with_successors(
    moved: Sequence[int], now: Mapping[int, Recognition], since: datetime
) -> set[int]:
    """The half's titles and what was renewed from them after the merge, however often."""
    back = set(moved)
    for series, title in sorted(now.items()):
        if title.predecessor_series in back and _born(series) > since:
            back.add(series)
    return back


def _born(series: int) -> datetime:
    first = Recognition.objects.filter(series=series).order_by("version")
    born: datetime = first.values_list("recorded_at", flat=True)[0]
    return born


def _require_no_overlap(
    changed: Sequence[Change], now: Mapping[int, Recognition], back: set[int]
) -> None:
    """What was written since may stand where an ended title would stand again."""
    after = {**now, **{new.series: new for _, new in changed}}
    for returning in (True, False):
        kinds: defaultdict[tuple[str, str], list[tuple[Term, Recognition]]] = defaultdict(list)
        for title, term in _in_force(after[s] for s in sorted(now) if (s in back) == returning):
            others = kinds[title.tier, title.subclass]
            if any(term.overlaps(other) for other, _ in others):
                label = title.get_tier_display()
                raise MergeRefused(f"撤销后“{label}”称号的有效期会重叠（{term}），请先更正再撤销")
            others.append((term, title))


def _in_force(titles: Iterator[Recognition]) -> Iterator[tuple[Recognition, Term]]:
    for title in titles:
        term = effective_term(
            title.valid_from,
            title.valid_until,
            extended_until=title.extended_until,
            review_pending=title.review_pending,
            withdrawn_on=title.withdrawn_on,
        )
        if term is not None:
            yield title, term


def _shown(title: Recognition) -> str:
    span = title.in_force
    term = "从未生效" if span.isempty else str(Term(span.lower, span.upper))
    return f"{title.get_tier_display()}（{term}）"


def _conflict(title: Recognition, on: date) -> Conflict:
    settled = "记为因合并终止，不重复计数" if on == title.valid_from else f"自 {on} 起由另一条接续"
    return Conflict(f"双方同类称号重叠：{_shown(title)}", settled)
