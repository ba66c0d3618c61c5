"""Parts of the board about the gradient: changes by cause, the year, the way to targets, chains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from enterprises.choices import CountCut, Tier
from enterprises.queries.changes import Change, changes
from enterprises.queries.tier_counts import tier_counts
from enterprises.rules.ladder import RUNGS
from measures.choices import ShareOf
from measures.models import TargetPlan, TargetShare
from measures.queries.targets.glide import Station, ways
from wuhan_smes.access import Capability
from wuhan_smes.operations import rows
from wuhan_smes.operations.pages.boards.asked import Asked
from wuhan_smes.operations.queries.board import UnitRow, last_year
from wuhan_smes.operations.queries.heat import heated
from wuhan_smes.operations.rows import Cell
from wuhan_smes.reporting.behind import EVERY_ROW
from wuhan_smes.reporting.changes import month_before
from wuhan_smes.web.charts import Chart, Mark, Series, lines


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One rung: what changed, cause by cause; `url` leads to the rows of each."""

    label: str
    change: Change
    causes: Sequence[tuple[str, int]]
    url: str


def changes_told(it: Asked) -> dict[str, Any]:
    """Each rung against the same day of the month before, as it was told then."""
    reach, since = it.reach(Capability.COUNTS_VIEW), month_before(it.on)
    found = {one.tier: one for one in changes(reach, since=since, on=it.on, basis=it.basis)}
    may_open = it.access.holds(Capability.REGISTER_EXPORT)
    key = it.unit.code if it.unit else EVERY_ROW
    lines_of = []
    for tier, label in RUNGS.items():
        one = found[tier]
        corrected = [("补记更正", one.corrected)] if one.corrected else []
        words = {"on": it.on.isoformat(), "by": CountCut.JURISDICTION, "basis": it.basis}
        lines_of.append(
            ChangeLine(
                label,
                one,
                [*corrected, *((str(c.label), n) for c, n in one.causes)],
                rows.change("tier-table", key, tier, **words) if may_open else "",
            )
        )
    return {"lines": lines_of, "since": since}


def trend_told(it: Asked) -> dict[str, Any]:
    """One small chart a rung: their sizes differ too much for one scale."""
    found = last_year(on=it.on, basis=it.basis, access=it.access, unit=it.unit)
    return {
        "trends": [
            _trend(step, tier, points) for step, (tier, points) in enumerate(found.items(), 1)
        ]
    }


def _trend(step: int, tier: Tier, points: Sequence[tuple[date, Cell]]) -> Chart:
    return lines(
        f"trend-{tier.value}",
        RUNGS[tier],
        [f"{day:%Y-%m}" for day, _ in points[:-1]] + [points[-1][0].isoformat()],
        [Series(RUNGS[tier], [Mark(cell.value, cell.url) for _, cell in points], f"--tier-{step}")],
    )


def glide_told(it: Asked) -> dict[str, Any]:
    """The way of each plan: of the city, or of the one unit that is looked at."""
    reach = it.reach(Capability.COUNTS_VIEW)
    given = _whole() if reach.everywhere else _shares(it)
    found = ways(given, on=it.on, reach=reach)
    charts = [_glide(plan, path) for (plan, _), path in zip(given, found, strict=True) if path]
    return {"charts": charts, "handed_down": settings.TARGETS_HANDED_DOWN}


def _whole() -> list[tuple[TargetPlan, TargetShare | None]]:
    return [(plan, None) for plan in TargetPlan.objects.newest().for_list().order_by("target_id")]


def _shares(it: Asked) -> list[tuple[TargetPlan, TargetShare | None]]:
    """Those of one unit; of several the ways do not add up to a chart."""
    reach = it.reach(Capability.COUNTS_VIEW)
    if not settings.TARGETS_HANDED_DOWN or len(reach.jurisdiction_ids) != 1:
        return []
    newest = TargetPlan.objects.newest().values("pk")
    given = TargetShare.objects.within(reach).filter(of=ShareOf.UNIT, plan__in=newest)
    return [(share.plan, share) for share in given.for_list().order_by("plan__target_id")]


def _glide(plan: TargetPlan, path: Sequence[Station]) -> tuple[TargetPlan, Chart]:
    chart = lines(
        f"glide-{plan.target.tier}",
        plan.target.label,
        [f"{one.on:%Y-%m-%d}" for one in path],
        [
            Series("应达", [Mark(one.planned) for one in path], "--tier-2"),
            Series("实有", [Mark(one.held) for one in path], "--tier-4"),
            Series("预计", [Mark(one.expected) for one in path], "--tier-5"),
        ],
        of="日期",
    )
    return plan, chart


def chains_told(it: Asked) -> dict[str, Any]:
    """Chains by rung, each column warmed by itself."""
    reach, columns = it.reach(Capability.COUNTS_VIEW), list(RUNGS)
    found = tier_counts(reach, on=it.on, by=CountCut.CHAIN, basis=it.basis)
    counts = {(one.key, one.tier): one.count for one in found}
    labels = {one.key: one.label for one in found}
    may_open = it.access.holds(Capability.REGISTER_EXPORT) and it.unit is None
    table = [
        UnitRow(
            key,
            label,
            [
                Cell(counts[key, tier], _of_chain(it, key, tier) if may_open else "")
                for tier in columns
            ],
            None,
        )
        for key, label in labels.items()
    ]
    return {"head": list(RUNGS.values()), "warm": heated(table), "has_total": False}


def _of_chain(it: Asked, key: str, tier: Tier) -> str:
    words: Mapping[str, str] = {"on": it.on.isoformat(), "by": CountCut.CHAIN, "basis": it.basis}
    return rows.behind("tier-table", key, tier, **words)
