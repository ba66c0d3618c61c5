"""Which kept assessments, and which prospects."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from wuhan_smes.rulekit.choices import Result
from wuhan_smes.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from enterprises.models import Assessment, Prospect


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    jurisdiction_path = "jurisdiction_id"

    def for_list(self) -> Self:
        """Everything one row of a list needs, in one query."""
        return self.select_related("enterprise", "jurisdiction")


class ProspectQuerySet(ScopedQuerySet["Prospect"]):
    jurisdiction_path = "jurisdiction_id"

    def of(self, tier: str, application_kind: str) -> Self:
        return self.filter(tier=tier, application_kind=application_kind)

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
        return self.filter(verdict__in=(Result.MET, Result.MANUAL))
