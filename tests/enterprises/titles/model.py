"""The tables of counts and flows worked out the slow way: one enterprise, one day, one cell.

Knows nothing of the product's SQL nor of its rules; it reads plain records as the specification
tells the story.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
BASE = {"tech_sme", "innovative_sme"}
RANK = {
    "tech_sme": 1,
    "innovative_sme": 1,
    "tech_innovative": 1,
    "srdi_sme": 2,
    "little_giant": 3,
    "key_little_giant": 3,
    "champion": 4,
    "unicorn": 5,
}
TIERS = [
    "tech_sme",
    "innovative_sme",
    "tech_innovative",
    "srdi_sme",
    "little_giant",
    "little_giant_provincial",
    "key_little_giant",
    "champion",
    "champion_provincial",
    "unicorn",
    "gazelle",
]
LOSS = {
    "falsification": "revoked",
    "violation": "revoked",
    "unfit": "revoked",
    "error": "revoked",
    "waived": "waived",
    "not_reviewed": "not_reviewed",
    "review_failed": "not_reviewed",
    "moved_out": "moved_out",
    "deregistered": "deregistered",
    "merged": "deregistered",
    "": "expired",
}
PLUS = ["recognised", "moved_in", "restored", "upgraded_in", "reclassified_in"]
MINUS = [
    "expired",
    "not_reviewed",
    "revoked",
    "waived",
    "moved_out",
    "deregistered",
    "upgraded_out",
    "reclassified_out",
]


@dataclass
class Fact:
    """`value` held from `start` to before `end`, known from moment `since` to before `until`."""

    value: str
    start: date
    end: date | None = None
    start_cause: str = ""
    end_cause: str = ""
    since: int = 0
    until: int | None = None

    def holds(self, day, known):
        return self.is_known(known) and self.start <= day and (self.end is None or day < self.end)

    def is_known(self, known):
        if known is None:
            return self.until is None
        return self.since <= known and (self.until is None or known < self.until)


@dataclass
class Title(Fact):
    """`value` is the tier; [start, end) is what was really in force."""

    subclass: str = ""
    outcome: str = "new"
    cause: str = ""
    batch: str = ""
    series: int = 0


@dataclass
class Firm:
    stays: list[Fact] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    names: list[Fact] = field(default_factory=list)
    cuts: dict[str, list[Fact]] = field(default_factory=dict)

    def unit(self, day, known):
        return next((s.value for s in self.stays if s.holds(day, known)), None)

    def in_force(self, day, known):
        return [
            t
            for t in self.titles
            if t.holds(day, known) and t.subclass not in {"potential_unicorn", "seed_unicorn"}
        ]

    def held(self, day, known):
        tiers = {t.value for t in self.in_force(day, known)}
        return tiers | ({"tech_innovative"} if tiers & BASE else set())

    def members(self, day, known, basis):
        """The tiers this firm counts in on a day, wherever in the city it is."""
        if self.unit(day, known) is None:
            return set()
        held = self.held(day, known)
        if basis == "holder":
            return held
        top = self.top(day, known)
        return {t for t in held if top and RANK.get(t) == top}

    def top(self, day, known):
        held = self.held(day, known) - {"key_little_giant"}
        return max((RANK.get(t, 0) for t in held), default=0)

    def keys(self, day, known, by, tier):
        """The rows of the table in which it counts for `tier`."""
        if by == "all":
            return {"all"}
        if by == "jurisdiction":
            return {self.unit(day, known)}
        if by == "batch":
            return {t.batch for t in self.in_force(day, known) if is_of(t, tier)}
        return {next((f.value for f in self.cuts.get(by, []) if f.holds(day, known)), "")}


def is_of(title, tier):
    return title.value == tier or (tier == "tech_innovative" and title.value in BASE)


def counts(firms, day, known, by, basis, units=None):
    cells = Counter()
    for firm in firms:
        if units is not None and firm.unit(day, known) not in units:
            continue
        for tier in firm.members(day, known, basis):
            for key in firm.keys(day, known, by, tier):
                cells[key, tier] += 1
    return cells


def flows(firms, first, last, known, by, basis, units=None):
    """{(key, tier): Counter of columns, with opening, closing, renewed, renamed}."""
    eve = first - DAY
    table = {}
    for firm in firms:
        seen = [
            units is None or firm.unit(day, known) in units if firm.unit(day, known) else False
            for day in (eve, last)
        ]
        before, after = firm.members(eve, known, basis), firm.members(last, known, basis)
        for tier in before | after:
            old = firm.keys(eve, known, by, tier) if seen[0] and tier in before else set()
            new = firm.keys(last, known, by, tier) if seen[1] and tier in after else set()
            for key in old | new:
                cell = table.setdefault((key, tier), Counter())
                cell["opening"] += key in old
                cell["closing"] += key in new
                if key in new:
                    cell["renewed"] += was_renewed(firm, tier, eve, last, known)
                    cell["renamed"] += was_renamed(firm, eve, last, known)
                if (key in old) == (key in new):
                    continue
                if tier in before and tier in after:
                    kind = "moved" if by == "jurisdiction" or not all(seen) else "reclassified"
                    cell[f"{kind}_{'out' if key in old else 'in'}"] += 1
                elif key in old:
                    cell[why_lost(firm, tier, eve, last, known, basis)] += 1
                else:
                    cell[why_gained(firm, tier, eve, last, known, basis)] += 1
    return table


def was_renewed(firm, tier, eve, last, known):
    return any(
        is_of(t, tier) and t.outcome == "review_passed" and t.start > eve
        for t in firm.in_force(last, known)
    )


def was_renamed(firm, eve, last, known):
    names = [n for n in firm.names if n.is_known(known)]
    return any(
        eve < n.start <= last and any(former.end == n.start for former in names) for n in names
    )


def why_lost(firm, tier, eve, last, known, basis):
    if firm.unit(last, known) is None:
        left = [
            s for s in firm.stays if s.is_known(known) and s.end is not None and eve < s.end <= last
        ]
        cause = max(left, key=lambda s: s.end).end_cause
        return "deregistered" if cause in {"deregistered", "merged"} else "moved_out"
    if basis == "highest" and firm.top(last, known) > RANK[tier]:
        return "upgraded_out"
    ended = [
        t
        for t in firm.titles
        if t.is_known(known)
        and is_of(t, tier)
        and t.subclass not in {"potential_unicorn", "seed_unicorn"}
        and t.end is not None
        and t.end > t.start
        and eve < t.end <= last
    ]
    if not ended:
        assert (tier, basis) == ("key_little_giant", "highest")
        return why_lost(firm, "little_giant", eve, last, known, basis)
    return LOSS[max(ended, key=lambda t: (t.end, t.series)).cause]


def why_gained(firm, tier, eve, last, known, basis):
    now = [t for t in firm.in_force(last, known) if is_of(t, tier) and t.start > eve]
    restored = any(t.outcome == "restored" for t in now)
    if firm.unit(eve, known) is None:
        stays = [s for s in firm.stays if s.is_known(known)]
        entries = [
            s for s in stays if eve < s.start <= last and not any(p.end == s.start for p in stays)
        ]
        entry = max(entries, key=lambda s: s.start)
        if tier in firm.held(entry.start - DAY, known):
            back = entry.start_cause == "reactivated" or restored
            return "restored" if back else "moved_in"
    elif basis == "highest" and firm.top(eve, known):
        if firm.top(eve, known) < RANK[tier]:
            return "upgraded_in"
        if firm.top(eve, known) > RANK[tier]:
            return "restored"
    if restored:
        return "restored"
    return "moved_in" if any(t.outcome == "moved_in" for t in now) else "recognised"
