"""What a board is asked for: a day, how an enterprise counts, the whole reach or one unit."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from enterprises.choices import CountBasis, Tier
from enterprises.queries.trend import month_ends
from enterprises.rules.ladder import RUNGS
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.operations.pages.asof import AsOfForm
from wuhan_smes.operations.queries.board import narrowed

# So far back the slider goes, in ends of months; any other day is typed.
MONTHS_BACK: Final = 36


class BoardForm(AsOfForm):
    """A day, a basis, and the rung the tiles are coloured by; what is wrong is left out."""

    def __init__(self, words: Any) -> None:
        super().__init__(words)
        self.chosen_rung = words.get("rung", "")

    @property
    def tier(self) -> Tier:
        """The rung of the tiles; 专精特新 where none is chosen."""
        known = {tier.value for tier in RUNGS}
        return Tier(self.chosen_rung) if self.chosen_rung in known else Tier.SRDI_SME


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the address, for one person. `units` are those he may choose from."""

    access: Access
    form: BoardForm
    units: list[Jurisdiction]
    unit: Jurisdiction | None

    @property
    def on(self) -> date:
        return self.form.day

    @property
    def basis(self) -> CountBasis:
        return self.form.counted_as

    def reach(self, capability: Capability) -> Reach:
        """Where the person holds it, cut to the unit asked for."""
        return narrowed(self.access.reach(capability), self.unit)

    def url(self, name: str, *args: str, **more: str) -> str:
        """Another view of the same question."""
        words = {
            "on": self.on.isoformat(),
            "basis": self.basis.value,
            "unit": self.unit.code if self.unit else "",
            "rung": self.form.tier.value,
            **more,
        }
        kept = {word: value for word, value in words.items() if value}
        return f"{reverse(name, args=args)}?{urlencode(kept)}"

    def days(self) -> list[str]:
        """The days of the slider, the one shown among them."""
        today = timezone.localdate()
        ends = month_ends(max(today, self.on), MONTHS_BACK + 1)
        return [day.isoformat() for day in sorted({*ends, self.on})]


def asked(request: HttpRequest, access: Access) -> Asked:
    """The words of a request. A unit out of reach counts as none named."""
    form = BoardForm(request.GET)
    reach = access.reach(Capability.COUNTS_VIEW)
    every = Jurisdiction.objects.managing().order_by("display_order", "id")
    units = [unit for unit in every if reach.covers(unit.pk)]
    named = request.GET.get("unit", "")
    unit = next((it for it in units if it.code == named), None) if len(units) > 1 else None
    return Asked(access, form, units if len(units) > 1 else [], unit)
