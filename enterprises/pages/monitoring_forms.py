"""A period's figures beside earlier ones, and the sieves of the monitoring pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms

from enterprises.choices import PeriodKind, Tier
from enterprises.linked import FiguresForm
from enterprises.models import PERIODIC, MonitoringRound
from enterprises.pages.indicator_words import IN_YUAN, TEN_THOUSAND, shown
from enterprises.queries.monitoring_trends import BY
from enterprises.rules.periods import Period, parse_period
from wuhan_smes.accounts.models import Jurisdiction

ANY: Final = ("", "全部")
STATES: Final = (("missing", "未报送"), ("late", "逾期报送"), ("leaps", "异动未说明"), ("", "全部"))
MONITORED: Final = (Tier.SRDI_SME, Tier.LITTLE_GIANT, Tier.CHAMPION, Tier.INNOVATIVE_SME)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the form with what it was in the period before and a year ago."""

    field: Any
    last: str
    year_ago: str


def lines_of(form: FiguresForm, last: Any, year_ago: Any) -> Iterator[Line]:
    """The figures of the form, each with what is known of the two earlier periods."""
    for name, indicator in PERIODIC.items():
        before, earlier = (getattr(row, name, None) for row in (last, year_ago))
        yield Line(form[name], shown(indicator, before), shown(indicator, earlier))


def initial_of(row: Any) -> dict[str, Any]:
    """Figures that stand, as the form shows them."""
    if row is None:
        return {}
    found: dict[str, Any] = {"explanation": row.explanation}
    for name, indicator in PERIODIC.items():
        value = getattr(row, name)
        if isinstance(value, Decimal):
            value = value / TEN_THOUSAND if indicator.unit == IN_YUAN else value
            value = f"{value.normalize():f}"
        found[name] = value
    return found


class RoundForm(forms.Form):
    """A round to be opened: which period, whom, until when, by what."""

    use_required_attribute = False

    period = forms.CharField(label="期间", max_length=20, help_text="如 2026-10 或 2026-Q3")
    due_on = forms.DateField(
        label="报送截止日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tiers = forms.MultipleChoiceField(
        label="监测对象",
        choices=[(tier.value, tier.label) for tier in MONITORED],
        widget=forms.CheckboxSelectMultiple,
        help_text="期末持有所选称号的在营企业",
    )
    document = forms.CharField(label="依据", max_length=200)

    def clean_period(self) -> Period:
        return parse_period(self.cleaned_data["period"])


class MonitoringSieve(forms.Form):
    """Which round, whose, and in which state."""

    round = forms.ChoiceField(label="监测期", required=False)
    jurisdiction = forms.ChoiceField(label="管理单位", required=False)
    state = forms.ChoiceField(label="看什么", required=False, choices=STATES)

    def __init__(self, words: Any, *, reach: Any, rounds: list[MonitoringRound]) -> None:
        first = str(rounds[0].pk) if rounds else ""
        super().__init__({"state": "missing", "round": first, **_said(words)})
        offered = [(str(one.pk), str(one)) for one in rounds]
        self.fields["round"].choices = offered  # type: ignore[attr-defined] # a ChoiceField
        self.fields["jurisdiction"].choices = [ANY, *_units(reach)]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()


class TrendSieve(forms.Form):
    """Which figure, by month or by quarter, cut by what."""

    indicator = forms.ChoiceField(
        label="指标", required=False, choices=[(it.name, it.label) for it in PERIODIC.values()]
    )
    kind = forms.ChoiceField(label="周期", required=False, choices=PeriodKind.choices)
    by = forms.ChoiceField(label="分组", required=False, choices=list(BY.items()))

    def __init__(self, words: Any) -> None:
        first = {"indicator": "revenue", "kind": PeriodKind.MONTH.value, "by": "jurisdiction"}
        super().__init__({**first, **_said(words)})
        self.is_valid()


def _said(words: Any) -> dict[str, Any]:
    return {name: words[name] for name in words if words[name] or name == "state"}


def _units(reach: Any) -> list[tuple[str, str]]:
    units = Jurisdiction.objects.managing().order_by("display_order", "id")
    return [(unit.code, unit.name) for unit in units if reach.covers(unit.pk)]
