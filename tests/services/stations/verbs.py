"""Every act on stations as one call with everything it needs, for what holds of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from services.actions import (
    assignments,
    cadences,
    campaigns,
    events,
    leaving,
    specialists,
    stations,
)
from services.choices.stations import EventKind, FilingState, StationKind
from tests.factories.accounts import make_station
from tests.factories.stations import (
    SINCE,
    make_assignment,
    make_campaign,
    make_event,
    make_profile,
)
from tests.services.stations.conftest import NOON, TODAY, Quarter
from wuhan_smes.access import Access

Call = Callable[[Access], object]


@dataclass(frozen=True)
class Verb:
    """`prepare` makes what the act needs and returns the act, waiting for who does it."""

    name: str
    prepare: Callable[[Quarter], Call]
    second: str  # what becomes of a second person doing the same at once

    def __str__(self) -> str:
        return self.name


def called(act: Callable[..., Any], *args: object, **words: object) -> Call:
    return lambda access: act(*args, access=access, at=NOON, **words)


def _open(q: Quarter) -> Call:
    return called(
        stations.open_station,
        code="new-station",
        name="示例服务站",
        jurisdiction_id=q.here.pk,
        kind=StationKind.PARK,
        opened_on=TODAY,
    )


def _another(q: Quarter) -> int:
    return make_profile(make_station(q.here, opened_on=SINCE)).pk


def _care(q: Quarter) -> int:
    return make_assignment(q.enterprise(), q.specialist()).pk


def _passing(q: Quarter) -> Call:
    care = _care(q)
    return called(
        assignments.hand_over,
        [care],
        to_specialist_id=q.specialist().pk,
        on=TODAY,
        reason="轮岗",
    )


def _assigning(q: Quarter) -> Call:
    wanted = assignments.Wanted(q.enterprise().pk, q.specialist().pk, TODAY)
    return called(assignments.assign_set, [wanted])


def _striking(q: Quarter) -> Call:
    event = make_event(q.here)
    came = event.attendances.create(jurisdiction=q.here, enterprise_name="示例公司")
    return called(events.strike_attendance, event.pk, [came.pk])


def _renewing(q: Quarter) -> Call:
    filing = q.specialist(until=date(2026, 6, 1))
    return called(specialists.renew, filing.pk, until=date(2027, 6, 1))


def _deciding(act: Callable[..., Any], q: Quarter) -> Call:
    return called(act, q.specialist(state=FilingState.APPLIED).pk, note="核对")


def _applying(q: Quarter) -> Call:
    return called(
        specialists.apply, station_id=q.station.pk, name="王示例", phone="19900001234", since=TODAY
    )


VERBS = [
    Verb("stations.open_station", _open, "refused"),
    Verb(
        "stations.amend",
        lambda q: called(
            stations.amend, q.station.pk, values={"host": "示例中心"}, expected_version=1
        ),
        "stale_version",
    ),
    Verb(
        "stations.close",
        lambda q: called(stations.close, _another(q), on=TODAY, reason="合并"),
        "transition_refused",
    ),
    Verb(
        "stations.take_back",
        lambda q: called(stations.take_back, _another(q), reason="误设"),
        "transition_refused",
    ),
    Verb("specialists.apply", _applying, "refused"),
    Verb("specialists.approve", partial(_deciding, specialists.approve), "transition_refused"),
    Verb("specialists.decline", partial(_deciding, specialists.decline), "transition_refused"),
    Verb("specialists.withdraw", partial(_deciding, specialists.withdraw), "transition_refused"),
    Verb("specialists.renew", _renewing, "invalid"),
    Verb(
        "specialists.amend",
        lambda q: called(
            specialists.amend, q.specialist().pk, values={"post": "站长"}, expected_version=1
        ),
        "stale_version",
    ),
    Verb(
        "specialists.reveal",
        lambda q: called(specialists.reveal, q.specialist().pk, reason="核实"),
        "done",
    ),
    Verb(
        "leaving.leave",
        lambda q: called(leaving.leave, q.specialist().pk, on=TODAY, reason="离职"),
        "transition_refused",
    ),
    Verb(
        "leaving.move",
        lambda q: called(
            leaving.move, q.specialist().pk, to_station_id=_another(q), on=TODAY, reason="轮岗"
        ),
        "transition_refused",
    ),
    Verb("assignments.assign_set", _assigning, "refused"),
    Verb("assignments.hand_over", _passing, "refused"),
    Verb(
        "assignments.end",
        lambda q: called(assignments.end, [_care(q)], on=TODAY, reason="企业停业"),
        "refused",
    ),
    Verb(
        "assignments.set_cadence",
        lambda q: called(assignments.set_cadence, _care(q), cadence_days=15),
        "refused",
    ),
    Verb(
        "campaigns.create",
        lambda q: called(
            campaigns.create,
            code="new-campaign",
            name="示例行动",
            jurisdiction_id=q.here.pk,
            starts_on=TODAY,
        ),
        "refused",
    ),
    Verb(
        "campaigns.amend",
        lambda q: called(
            campaigns.amend,
            make_campaign(q.here).pk,
            values={"description": "走访重点企业"},
            expected_version=1,
        ),
        "stale_version",
    ),
    Verb(
        "campaigns.close",
        lambda q: called(campaigns.close, make_campaign(q.here).pk, on=TODAY),
        "transition_refused",
    ),
    Verb(
        "events.create",
        lambda q: called(
            events.create,
            title="惠企政策宣讲",
            kind=EventKind.POLICY,
            jurisdiction_id=q.here.pk,
            held_on=TODAY,
        ),
        "refused",
    ),
    Verb(
        "events.amend",
        lambda q: called(
            events.amend, make_event(q.here).pk, values={"persons": 40}, expected_version=1
        ),
        "stale_version",
    ),
    Verb(
        "events.cancel",
        lambda q: called(events.cancel, make_event(q.here).pk, reason="场地未定"),
        "transition_refused",
    ),
    Verb(
        "events.record_attendance",
        lambda q: called(
            events.record_attendance, make_event(q.here).pk, [events.Came(name="示例公司")]
        ),
        "refused",
    ),
    Verb("events.strike_attendance", _striking, "refused"),
]
CADENCE = Verb(
    "cadences.change",
    lambda q: called(
        cadences.change, tier="unicorn", days=45, since=date(2026, 12, 1), source="内部安排"
    ),
    "refused",
)
