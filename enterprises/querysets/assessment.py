"""Which kept assessments, and which prospects."""

from typing import TYPE_CHECKING, Final, Self

from django.db.models import Q

from enterprises.choices import ApplicationKind
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import Assessment, Prospect, ProspectRun

# What is met by all that figures can tell; a person may still have to judge.
READY: Final = (Result.MET, Result.MANUAL)


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("enterprise", "jurisdiction")


class ProspectQuerySet(ScopedQuerySet["Prospect"]):
    jurisdiction_path = "jurisdiction_id"

    def of(self, tier: str, application_kind: str) -> Self:
        return self.filter(tier=tier).of_kind(application_kind)

    def of_kind(self, application_kind: str) -> Self:
        """A review has its day, and an index that leads along the days."""
        rows = self.filter(application_kind=application_kind)
        review = application_kind == ApplicationKind.REVIEW
        return rows.filter(due_on__isnull=False) if review else rows

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("enterprise", "jurisdiction")

    def lacking_one(self) -> Self:
        """Those who miss exactly one thing, whatever is still unknown."""
        return self.exclude(sole="")

    def lacking_only(self, code: str) -> Self:
        """Those who miss this one thing and no other."""
        return self.filter(~Q(sole=""), sole=code)

    def ready(self) -> Self:
        """Those who meet everything figures can tell; a person may still have to judge."""
        return self.filter(verdict__in=READY)


class ProspectRunQuerySet(ScopedQuerySet["ProspectRun"]):
    jurisdiction_path = "jurisdiction_id"

    def of(self, tier: str, application_kind: str) -> Self:
        return self.filter(tier=tier, application_kind=application_kind)
