"""What happened to enterprises, as SQL: one row an event, with its day."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from enterprises.choices import ScaleStage, StayCause
from measures.choices import OncePer
from measures.queries.finding.group import Promise
from measures.queries.finding.moment import Moment
from measures.rules.eligibility import Event, EventKind
from wuhan_smes.rulekit.compiling.literals import quoted

TITLE_DAY: Final = "coalesce(r.announced_on, r.valid_from)"
IN: Final = (ScaleStage.ENTERED, ScaleStage.STAYED)


def events(promise: Promise, moment: Moment, once_per: OncePer) -> str:
    """(id, event_on, what, tier, series) of everything that gives the right, up to the day."""
    window = Window(promise.since, promise.until, moment, once_per)
    return " UNION ALL ".join(_event(one, window) for one in promise.eligibility.events)


class Window:
    """The days on which an event counts: [since, until), never after the day of finding; of what
    is paid every year, in the year of that day.
    """

    def __init__(self, since: date, until: date | None, moment: Moment, once_per: OncePer) -> None:
        self.moment = moment
        self.year_starts = date(moment.on.year, 1, 1)
        self.first = max(since, self.year_starts) if once_per is OncePer.YEAR else since
        self.until = until

    def holds(self, day: str) -> str:
        """Whether an event of that day counts."""
        parts = [f"{day} >= DATE '{self.first}'", f"{day} <= {self.moment.day}"]
        if self.until is not None:
            parts.append(f"{day} < DATE '{self.until}'")
        return " AND ".join(parts)

    def clamped(self, day: str) -> str:
        """What lasts counts from the first day on which it could."""
        return f"greatest({day}, DATE '{self.first}')"


def _event(event: Event, window: Window) -> str:
    return COMPILED[event.kind](event, window)


def _gained(event: Event, window: Window) -> str:
    outcomes = _among("r.outcome", event.outcomes)
    return (
        f"SELECT r.enterprise_id AS id, {TITLE_DAY} AS event_on, 'title_gained' AS what,"  # noqa: S608 - compiled of checked terms
        " r.tier::text AS tier, r.series FROM enterprises_recognition r"
        f" WHERE {window.moment.known('r')} AND {_among('r.tier', event.tiers)} AND {outcomes}"
        f" AND (r.withdrawn_on IS NULL OR r.withdrawn_on > {window.moment.day})"
        f" AND {window.holds(TITLE_DAY)}"
    )


def _held(event: Event, window: Window) -> str:
    day = window.clamped("r.valid_from")
    return (
        f"SELECT r.enterprise_id AS id, {day} AS event_on, 'title_held' AS what,"  # noqa: S608 - compiled of checked terms
        " r.tier::text AS tier, r.series FROM enterprises_recognition r"
        f" WHERE {window.moment.known('r')} AND {_among('r.tier', event.tiers)}"
        f" AND r.in_force @> {window.moment.day} AND {window.holds(day)}"
    )


def _moved_in(event: Event, window: Window) -> str:
    day = "lower(j.during)"
    return (
        f"SELECT j.enterprise_id AS id, {day} AS event_on, 'title_moved_in' AS what,"  # noqa: S608 - compiled of checked terms
        " r.tier::text AS tier, r.series FROM enterprises_jurisdictionstay j"
        " JOIN enterprises_recognition r ON r.enterprise_id = j.enterprise_id"
        f" WHERE {window.moment.known('j')} AND j.start_cause = {quoted(StayCause.MOVED_IN)}"
        f" AND {window.moment.known('r')} AND {_among('r.tier', event.tiers)}"
        f" AND r.in_force @> {day} AND {window.holds(day)}"
    )


def _entered(event: Event, window: Window) -> str:
    day = "lower(s.during)"
    first = (
        " AND NOT EXISTS (SELECT FROM enterprises_scalestatus b"
        f" WHERE b.enterprise_id = s.enterprise_id AND {window.moment.known('b')}"
        f" AND b.kind = s.kind AND {_among('b.stage', IN)} AND b.during << s.during)"
    )
    return (
        f"SELECT s.enterprise_id AS id, {day} AS event_on, 'scale_entered' AS what,"  # noqa: S608 - compiled of checked terms
        " NULL AS tier, NULL::bigint AS series FROM enterprises_scalestatus s"
        f" WHERE {window.moment.known('s')} AND s.stage = {quoted(ScaleStage.ENTERED)}"
        f" AND {_among('s.kind', event.scales)} AND {window.holds(day)}"
        f"{first if event.first_time else ''}"
    )


def _on_scale(event: Event, window: Window) -> str:
    day = window.clamped("lower(s.during)")
    return (
        f"SELECT s.enterprise_id AS id, {day} AS event_on, 'scale_held' AS what,"  # noqa: S608 - compiled of checked terms
        " NULL AS tier, NULL::bigint AS series FROM enterprises_scalestatus s"
        f" WHERE {window.moment.known('s')} AND {_among('s.stage', IN)}"
        f" AND {_among('s.kind', event.scales)} AND s.during @> {window.moment.day}"
        f" AND {window.holds(day)}"
    )


def _registered(event: Event, window: Window) -> str:
    day = window.clamped("coalesce(e.established_on, DATE '1990-01-01')")
    return (
        f"SELECT e.id, {day} AS event_on, 'registered' AS what, NULL AS tier,"  # noqa: S608 - compiled of checked terms
        f" NULL::bigint AS series FROM enterprises_enterprise e WHERE {window.holds(day)}"
    )


COMPILED: Final = {
    EventKind.TITLE_GAINED: _gained,
    EventKind.TITLE_HELD: _held,
    EventKind.TITLE_MOVED_IN: _moved_in,
    EventKind.SCALE_ENTERED: _entered,
    EventKind.SCALE_HELD: _on_scale,
    EventKind.REGISTERED: _registered,
}


def _among(column: str, words: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(quoted(word) for word in words)})"
