"""政策成效: recipients beside others like them, honest about what can be said."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone

from measures.models import Matter
from measures.pages.programme_forms import day
from measures.queries.effect import Found, days_of, found, year_to_ask, years_paid
from measures.reports.effect import ANY, CAVEAT, asked_of, interval, percent, told
from measures.rules.effect import Effect
from wuhan_smes.access import Capability
from wuhan_smes.errors import InputRefused
from wuhan_smes.web.pages import Crumb, ScopedPage


class EffectSieve(forms.Form):
    """Which support, paid when, seen on which day."""

    matter = forms.ChoiceField(label="事项", required=False)
    first = day("拨付期初")
    last = day("拨付期末")
    until = day("对照日")

    def __init__(self, words: Any, *, today: date) -> None:
        said = {name: word for name, word in words.items() if word}
        matters = {row.code: row for row in Matter.objects.order_by("code")}
        self.years = years_paid(matters.get(said.get("matter", "")))
        year = year_to_ask(self.years, today)
        first, last = days_of(year, today)
        given = {"first": str(first), "last": str(last), "until": str(today)}
        super().__init__({**given, **said})
        named = [(code, row.title) for code, row in matters.items()]
        self.fields["matter"].choices = [(ANY, "任一奖补"), *named]  # type: ignore[attr-defined] # a ChoiceField

    @property
    def asked(self) -> str:
        """The same question for the table as a file."""
        return urlencode({name: self[name].value() or ANY for name in self.fields})


class EffectPage(ScopedPage):
    """The share that rose among who was paid and among others like them, and the placebo."""

    capability = Capability.PAYMENT_VIEW
    title = "政策成效"
    template_name = "effect.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策措施", reverse("measures")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = EffectSieve(self.request.GET, today=timezone.localdate())
        answer = self._answer(sieve)
        return super().get_context_data(
            form=sieve,
            answer=answer,
            rows=_rows(answer) if answer and answer.effect.paid else [],
            asks=[(it, _address(sieve, it.year)) for it in sieve.years],
            caveat=CAVEAT,
            may_export=self.access.holds(Capability.REGISTER_EXPORT),
            **kwargs,
        )

    def _answer(self, sieve: EffectSieve) -> Found | None:
        if not sieve.is_valid():
            return None
        words = sieve.cleaned_data
        try:
            asked = asked_of(words["first"], words["last"], words["until"], words["matter"])
        except InputRefused as refused:
            for fault in refused.faults:
                sieve.add_error(None, fault.detail)
            return None
        return found(asked, reach=self.access.reach(Capability.PAYMENT_VIEW))


def _address(sieve: EffectSieve, year: int) -> str:
    """The same question for what was paid in a year."""
    words = {"matter": sieve["matter"].value() or ANY}
    first, last = days_of(year, timezone.localdate())
    return "?" + urlencode({**words, "first": first, "last": last})


def _rows(answer: Found) -> list[dict[str, Any]]:
    return [
        _row("受助期间", answer.before, answer.asked.until, answer.effect),
        _row("安慰剂（受助之前同样长的时间）", answer.placebo_from, answer.before, answer.placebo),
    ]


def _row(label: str, first: date, last: date, it: Effect) -> dict[str, Any]:
    return {
        "label": label,
        "first": first,
        "last": last,
        "it": it,
        "share": percent(it.share),
        "other": percent(it.control_share),
        "difference": percent(it.difference, signed=True),
        "interval": interval(it),
        "told": told(it),
    }
