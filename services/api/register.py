"""Every address under which stations, their people and their events are found."""

from services.api.assignments import ROUTES as ASSIGNMENTS
from services.api.events import ROUTES as EVENTS
from services.api.specialists import ROUTES as SPECIALISTS
from services.api.station_counts import ROUTES as COUNTS
from services.api.stations import ROUTES as STATIONS

ROUTES = (*STATIONS, *SPECIALISTS, *ASSIGNMENTS, *EVENTS, *COUNTS)
