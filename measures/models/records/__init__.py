"""Typed records: a class is the whole declaration of a kind; `kinds` finds them all."""

from collections.abc import Mapping
from functools import cache
from string import ascii_lowercase
from typing import Final

from django.apps import apps

from measures.models.records.base import EnterpriseRecord, Record, UnitRecord
from measures.models.records.care import (
    AeoStatus,
    BrandPlan,
    MajorProject,
    PatentFiling,
    RentRelief,
    SecretProtection,
)
from measures.models.records.events import AccompanyTeam, ContestEntry, IncomingLead, PublicEvent
from measures.models.records.finance import FinancingNeed, InvestmentFund, ListingPlan
from measures.models.records.innovation import (
    Challenge,
    DigitalProject,
    IndustryCluster,
    InnovationPlatform,
    PlatformProject,
)
from measures.models.records.people import Talent, TechDeputy

# After every measure.
LAST: Final = 1_000
__all__ = [
    "AccompanyTeam",
    "AeoStatus",
    "BrandPlan",
    "Challenge",
    "ContestEntry",
    "DigitalProject",
    "EnterpriseRecord",
    "FinancingNeed",
    "IncomingLead",
    "IndustryCluster",
    "InnovationPlatform",
    "InvestmentFund",
    "ListingPlan",
    "MajorProject",
    "PatentFiling",
    "PlatformProject",
    "PublicEvent",
    "Record",
    "RentRelief",
    "SecretProtection",
    "Talent",
    "TechDeputy",
    "UnitRecord",
    "kinds",
]


@cache
def kinds() -> Mapping[str, type[Record]]:
    """Every kind by its code, in the order of the measures they answer; the rest comes last."""
    models = [m for m in apps.get_app_config("measures").get_models() if issubclass(m, Record)]
    return {m.told.code: m for m in sorted(models, key=_first_measure)}


def _first_measure(model: type[Record]) -> int:
    numbers = [int(code.rstrip(ascii_lowercase)) for code in model.told.clauses]
    return min(numbers, default=LAST)
