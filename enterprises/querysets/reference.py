"""Shared vocabularies, targets and reported figures."""

from typing import TYPE_CHECKING, TypeVar

from django.db import models

from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from enterprises.models import ReportedFigure, TierTarget

R = TypeVar("R", bound=models.Model)


class SharedQuerySet(ReferenceQuerySet[R]):
    """Industries, chains, places, tiers: the same for everybody."""


class TargetQuerySet(ReferenceQuerySet["TierTarget"]):
    """Targets are public documents."""


class FigureQuerySet(ReferenceQuerySet["ReportedFigure"]):
    """Reported figures are public documents."""
