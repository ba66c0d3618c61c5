"""Who may see which units, users and grants."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from wuhan_smes.access import Access
from wuhan_smes.scoping import ReferenceQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from wuhan_smes.accounts.models import (
        Agency,
        ApiToken,
        FormerPassword,
        Grant,
        Jurisdiction,
        SecondFactor,
        ServiceStation,
        Session,
        StatutoryDistrict,
        User,
    )


class JurisdictionQuerySet(ReferenceQuerySet["Jurisdiction"]):
    def managing(self) -> Self:
        """The units that manage enterprises and report: leaves of the tree."""
        return self.filter(children__isnull=True)

    def standing(self, *, on: date) -> Self:
        """Those that were there on a day; one whose days nobody knows always was."""
        return self.exclude(valid_from__gt=on).exclude(valid_until__lte=on)


class AgencyQuerySet(ReferenceQuerySet["Agency"]):
    """Responsible units (责任单位)."""


class StatutoryDistrictQuerySet(ReferenceQuerySet["StatutoryDistrict"]):
    """Codes of GB/T 2260, those abolished included."""


class ServiceStationQuerySet(ScopedQuerySet["ServiceStation"]):
    jurisdiction_path = "jurisdiction_id"
    station_path = "id"


class UserQuerySet(ScopedQuerySet["User"]):
    jurisdiction_path = "jurisdiction_id"
    agency_path = "agency_id"
    station_path = "station_id"

    def colleagues(self) -> Self:
        """Who works in a managing unit itself: at no station, in no agency, and not disabled."""
        return self.filter(is_active=True, agency__isnull=True, station__isnull=True)

    def with_workplace(self) -> Self:
        """Everything that is shown of a person, in one query."""
        return self.select_related("jurisdiction", "agency", "station")

    def locked(self, pk: int) -> "User":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class GrantQuerySet(ScopedQuerySet["Grant"]):
    jurisdiction_path = "user__jurisdiction_id"
    agency_path = "user__agency_id"
    station_path = "user__station_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related(
            "user", "jurisdiction", "agency", "station", "proposed_by", "approved_by"
        )

    def in_force(self) -> Self:
        """Approved (or made at installation) and not revoked."""
        return self.filter(approved_at__isnull=False, revoked_at__isnull=True)

    def waiting(self) -> Self:
        return self.filter(approved_at__isnull=True, revoked_at__isnull=True)

    def locked(self, pk: int) -> "Grant":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class ApiTokenQuerySet(ScopedQuerySet["ApiToken"]):
    jurisdiction_path = "user__jurisdiction_id"
    agency_path = "user__agency_id"
    station_path = "user__station_id"

    def usable(self) -> Self:
        return self.filter(Q(expiry__isnull=True) | Q(expiry__gt=Now()))


class SessionQuerySet(ScopedQuerySet["Session"]):
    jurisdiction_path = "user__jurisdiction_id"
    agency_path = "user__agency_id"
    station_path = "user__station_id"

    def open(self, at: datetime) -> Self:
        """Neither left unused too long nor past their longest time."""
        idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return self.filter(user__isnull=False, seen_at__gt=at - idle, started_at__gt=at - longest)

    def of(self, access: Access) -> Self:
        """One's own; nobody in particular has none."""
        return self.filter(user_id=access.actor_id or 0)

    def but(self, kept: UUID | None) -> Self:
        """Without the session that asks, where there is one."""
        return self if kept is None else self.exclude(handle=kept)


class SecondFactorQuerySet(ScopedQuerySet["SecondFactor"]):
    jurisdiction_path = "user__jurisdiction_id"
    agency_path = "user__agency_id"
    station_path = "user__station_id"

    def confirmed(self) -> Self:
        """Those that are asked for."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> Self:
        """Begun, and not confirmed by a first code."""
        return self.filter(confirmed_at__isnull=True)

    def locked(self, user_id: int) -> "SecondFactor":
        return self.select_for_update(of=("self",), no_key=True).get(user_id=user_id)


class FormerPasswordQuerySet(ScopedQuerySet["FormerPassword"]):
    jurisdiction_path = "user__jurisdiction_id"
    agency_path = "user__agency_id"
    station_path = "user__station_id"

    def of(self, user: "User") -> "QuerySet[FormerPassword, str]":
        """The digests, newest first."""
        mine = self.filter(user=user).order_by("-replaced_at", "-pk")
        return mine.values_list("password", flat=True)
