"""How complete the figures of a year are, by unit: whose should be there, whose are, what lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    Value,
    When,
)

from enterprises.choices import EnterpriseStatus
from enterprises.models import ANNUAL, Enterprise, Recognition
from enterprises.querysets import EnterpriseQuerySet
from enterprises.rules.indicator_sections import KEY
from wuhan_smes.access import Reach

ROW: Final = "told"


@dataclass(frozen=True, slots=True)
class Completeness:
    """One unit. `due`: active holders of any title; `told` have any figure of the year, `whole`
    every key one; `known` counts each key indicator.
    """

    key: str
    label: str
    due: int
    told: int
    whole: int
    known: Mapping[str, int]

    @property
    def rate(self) -> float | None:
        """填报率; None where nobody is due."""
        return self.told / self.due if self.due else None

    @property
    def whole_rate(self) -> float | None:
        return self.whole / self.due if self.due else None


def completeness(*, reach: Reach, year: int, on: date) -> list[Completeness]:
    """Every unit with enterprises due, in the order units are shown; one query."""
    unit = ("jurisdiction__code", "jurisdiction__name", "jurisdiction__display_order")
    counted = {f"n_{name}": Count(f"{ROW}__{name}") for name in KEY}
    rows = (
        due(reach=reach, year=year, on=on)
        .order_by()
        .values(*unit)
        .annotate(
            due=Count("pk"), n_told=Count(f"{ROW}__id"), whole=Count("pk", filter=WHOLE), **counted
        )
        .order_by("jurisdiction__display_order", "jurisdiction__code")
    )
    return [
        Completeness(
            row["jurisdiction__code"],
            row["jurisdiction__name"],
            row["due"],
            row["n_told"],
            row["whole"],
            {name: row[f"n_{name}"] for name in KEY},
        )
        for row in rows
    ]


def due(*, reach: Reach, year: int, on: date) -> EnterpriseQuerySet:
    """The enterprises whose figures of a year somebody waits for: active, with a title in force
    on a day. What is known of the year stands beside them as `told`.
    """
    titles = Recognition.objects.within(reach).in_force(on=on)
    row = FilteredRelation(
        "annual_indicators",
        condition=Q(annual_indicators__year=year, annual_indicators__superseded_at__isnull=True),
    )
    rows = Enterprise.objects.within(reach).filter(status=EnterpriseStatus.ACTIVE)
    held = rows.filter(Exists(titles.filter(enterprise=OuterRef("pk"))))
    return held.annotate(**{ROW: row})


def lacking(rows: EnterpriseQuerySet, what: str = "") -> EnterpriseQuerySet:
    """Those of `due` without any figure (`none`), without one key figure (its name), or without
    some of them; each with the labels of what it lacks.
    """
    wanted: Q = ~WHOLE
    if what == "none":
        wanted = Q(**{f"{ROW}__id__isnull": True})
    elif what in KEY:
        wanted = Q(**{f"{ROW}__{what}__isnull": True})
    return rows.filter(wanted).annotate(lacks=LACKS)


def _unknown(name: str) -> Q:
    return Q(**{f"{ROW}__{name}__isnull": True})


WHOLE: Final = Q(*(~_unknown(name) for name in KEY))
LACKS: Final[Any] = Func(
    Value("、"),
    *(
        Case(When(_unknown(name), then=Value(ANNUAL[name].label)), output_field=CharField())
        for name in KEY
    ),
    function="concat_ws",
    output_field=CharField(),
)
