"""Recommending units, objections, duties, complaints and projects: which rows, and whose."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, Self

from django.db.models import Count, Min, Q

from enterprises.choices.holding import DutyState, ProjectState
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import (
        BatchObjection,
        BatchUnit,
        Complaint,
        KeyMilestone,
        KeyProject,
        TitleDuty,
    )


class BatchUnitQuerySet(ScopedQuerySet["BatchUnit"]):
    jurisdiction_path = "jurisdiction_id"

    def held(self) -> Self:
        """In one order, locked: nobody recommends while the batch goes on."""
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)


class ObjectionQuerySet(ScopedQuerySet["BatchObjection"]):
    jurisdiction_path = "jurisdiction_id"

    def open(self) -> Self:
        return self.filter(outcome="")

    def for_list(self) -> Self:
        return self.select_related("candidate__enterprise", "candidate__batch", "jurisdiction")

    def locked(self, pk: int) -> "BatchObjection":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class TitleDutyQuerySet(ScopedQuerySet["TitleDuty"]):
    jurisdiction_path = "jurisdiction_id"

    def waiting(self) -> Self:
        """Neither done nor without object, whatever it has cost already."""
        return self.filter(done_on__isnull=True, ended_on__isnull=True)

    def lost(self) -> Self:
        """For which the right to a review is lost and was not given back."""
        return self.filter(lost_on__isnull=False, excused_on__isnull=True)

    def standing(self, state: str, *, on: date) -> Self:
        """Those in one state on a day, as rules/duties.py tells it of one row."""
        return self.filter(_STATES[DutyState(state)](on))

    def for_list(self) -> Self:
        return self.select_related("enterprise", "jurisdiction")

    def held(self) -> Self:
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)


class ComplaintQuerySet(ScopedQuerySet["Complaint"]):
    jurisdiction_path = "jurisdiction_id"

    def open(self) -> Self:
        return self.filter(outcome="")

    def for_list(self) -> Self:
        return self.select_related("enterprise", "jurisdiction")

    def locked(self, pk: int) -> "Complaint":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class KeyProjectQuerySet(ScopedQuerySet["KeyProject"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        return self.select_related("enterprise", "jurisdiction")

    def with_progress(self) -> Self:
        """How many milestones a project has, how many were reached, and the next day."""
        waiting = Q(milestones__reached_on__isnull=True)
        return self.annotate(
            promised=Count("milestones"),
            unreached=Count("milestones", filter=waiting),
            next_on=Min("milestones__due_on", filter=waiting),
        )

    def late(self, *, on: date) -> Self:
        """Running, with something promised whose day is over."""
        waiting = {"milestones__reached_on__isnull": True, "milestones__due_on__lt": on}
        return self.filter(state=ProjectState.RUNNING, **waiting).distinct()

    def locked(self, pk: int) -> "KeyProject":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


class KeyMilestoneQuerySet(ScopedQuerySet["KeyMilestone"]):
    jurisdiction_path = "jurisdiction_id"

    def locked(self, pk: int) -> "KeyMilestone":
        return self.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _done(on: date) -> Q:
    return Q(done_on__isnull=False)


def _ended(on: date) -> Q:
    return ~_done(on) & Q(ended_on__isnull=False)


def _lost(on: date) -> Q:
    return ~_ended(on) & Q(lost_on__isnull=False, excused_on__isnull=True)


def _excused(on: date) -> Q:
    return ~_done(on) & ~_ended(on) & Q(excused_on__isnull=False)


def _plain(on: date) -> Q:
    return Q(done_on__isnull=True, ended_on__isnull=True, lost_on__isnull=True)


_STATES: Final[Mapping[DutyState, Callable[[date], Q]]] = {
    DutyState.DONE: lambda on: _done(on) & ~_lost(on),
    DutyState.ENDED: _ended,
    DutyState.LOST: _lost,
    DutyState.EXCUSED: _excused,
    DutyState.LATE: lambda on: _plain(on) & Q(due_on__lt=on),
    DutyState.OPEN: lambda on: _plain(on) & Q(due_on__gte=on),
}
