"""Which files feed the vocabularies and limits of services."""

from typing import Final

from services.reference.formulas import TABLES as FORMULAS
from services.reference.policies import TABLES as POLICIES
from services.reference.stations import TABLES as STATIONS
from services.reference.visits import TABLES as VISITS

TABLES: Final = (*FORMULAS, *POLICIES, *STATIONS, *VISITS)
