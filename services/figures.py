"""What the daily work of stations and desks counts, beside the figures that documents report."""

from datetime import date

from enterprises.queries.computed import register
from services.queries.stations import SERVICE_MONTH, events_held, specialists_on, stations_on
from services.queries.ticket_counts import appeals_closed, basis_said, problems_collected
from services.queries.visit_counts import city_visits
from wuhan_smes.access import Reach


def _stations(reach: Reach, on: date) -> int:
    return stations_on(on).within(reach).count()


def _specialists(reach: Reach, on: date) -> int:
    return specialists_on(on).within(reach).count()


def _service_month_events(reach: Reach, on: date) -> int:
    return events_held(reach, campaign=SERVICE_MONTH, until=on)


register("service_stations", _stations)
register("specialists", _specialists)
register("city_visits", city_visits)
register("service_month_events", _service_month_events)
register("problems_collected", problems_collected, basis=basis_said)
register("appeals_closed", appeals_closed, basis=basis_said)
