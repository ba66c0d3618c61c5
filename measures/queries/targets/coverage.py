"""专精特新研发机构覆盖率 (措施 6): who of the holders has a body for research of its own."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Final

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, Subquery

from enterprises.choices import Tier
from enterprises.models import AnnualIndicators, Enterprise, Recognition
from measures.choices import PlatformForm
from measures.models import InnovationPlatform
from wuhan_smes.access import Reach

NAME: Final = "rd_coverage"
TENTH: Final = Decimal("0.1")
FLAG: Final = BooleanField()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Holders on a day, those known to have such a body, and those of whom nothing is known."""

    holders: int
    covered: int
    unknown: int

    @property
    def percent(self) -> Decimal | None:
        """Cut off, not rounded: 100 means all of them."""
        if not self.holders:
            return None
        share = Decimal(100 * self.covered) / self.holders
        return share.quantize(TENTH, ROUND_DOWN)


def coverage(*, on: date, reach: Reach) -> Coverage:
    """By the enterprise's own figures, the newest that say so, or by a centre on record under its
    code. What nobody said is unknown, and covers nobody.
    """
    titles = Recognition.objects.within(reach).in_force(on=on).filter(tier=Tier.SRDI_SME)
    told = (
        AnnualIndicators.objects.within(reach)
        .current()
        .filter(enterprise=OuterRef("pk"), year__lte=on.year, has_rd_institution__isnull=False)
    )
    newest = told.order_by("-year").values("has_rd_institution")[:1]
    centre = (
        InnovationPlatform.objects.within(reach)
        .standing()
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on),
            form=PlatformForm.RD_CENTRE,
            happened_on__lte=on,
        )
    )
    holders = Enterprise.objects.within(reach).filter(pk__in=titles.values("enterprise"))
    recorded = Q(uscc__in=centre.exclude(holder_uscc="").values("holder_uscc"))
    asked = holders.annotate(says=Subquery(newest), recorded=ExpressionWrapper(recorded, FLAG))
    found = list(asked.order_by().values_list("says", "recorded").annotate(n=Count("pk")))
    return Coverage(
        sum(n for _, _, n in found),
        sum(n for says, on_record, n in found if says or on_record),
        sum(n for says, on_record, n in found if says is None and not on_record),
    )


def percent(reach: Reach, on: date) -> int:
    """Whole percent, beside figures that documents report."""
    return int(coverage(on=on, reach=reach).percent or 0)


def basis() -> str:
    return "专精特新企业中，年度指标填报建有研发机构，或列为在册企业研发中心依托单位的占比"
