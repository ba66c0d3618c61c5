"""What an enterprise may do without an account: tell its figures of one period."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms

from enterprises.actions.monitoring import fill
from enterprises.models import PERIODIC, Indicator, PeriodReport
from wuhan_smes.access import Access, Capability
from wuhan_smes.links.purposes import Purpose, Subject, purposes

YUAN: Final = "元"
TEN_THOUSAND: Final = Decimal(10_000)


class FiguresForm(forms.Form):
    """What an enterprise says of a period, amounts in 万元; empty is unknown, nought is a fact."""

    use_required_attribute = False

    explanation = forms.CharField(
        label="异动说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="与上期或上年同期相差较大时填写原因",
    )

    def __init__(self, *given: Any, **words: Any) -> None:
        super().__init__(*given, **words)
        for name, indicator in PERIODIC.items():
            self.fields[name] = _field(indicator)
        self.order_fields([*PERIODIC, "explanation"])

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if not self.errors and all(words.get(name) is None for name in PERIODIC):
            self.add_error(None, "请至少填写一项指标")
        return words


def kept(words: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as the columns keep it: amounts in 元, nothing where nothing was said."""
    return {
        name: words[name] * TEN_THOUSAND if indicator.unit == YUAN else words[name]
        for name, indicator in PERIODIC.items()
        if words.get(name) is not None
    }


def _field(indicator: Indicator) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    unit = "万元" if indicator.unit == YUAN else indicator.unit
    given: dict[str, Any] = {"required": False, "widget": widget}
    given["label"] = f"{indicator.label}（{unit}）"
    if indicator.unit == "人":
        return forms.IntegerField(min_value=0, max_value=2_000_000_000, **given)
    if indicator.unit == YUAN:
        return forms.DecimalField(max_digits=18, decimal_places=6, **given)
    return forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, **given)


def report_of(object_id: int, access: Access) -> Subject:
    """A report of one round. Raises DoesNotExist out of reach."""
    reach = access.reach(Capability.INDICATOR_FILL)
    report = PeriodReport.objects.within(reach).for_list().get(pk=object_id)
    name = report.enterprise.name
    return Subject(
        report.jurisdiction_id, f"监测{report.pk}", f"{name} {report.round}", report.station_id
    )


def tell(object_id: int, access: Access, at: datetime, words: Mapping[str, Any]) -> str:
    """The figures in the enterprise's own words; what leaps is asked about first."""
    fill(
        object_id,
        access=access,
        at=at,
        values=kept(words),
        explanation=words.get("explanation", ""),
        source="企业填报（链接）",
    )
    return "感谢您的填报，数据已收到。如需更正请联系发送链接的单位。"


PERIOD_FIGURES: Final = Purpose(
    code="period_figures",
    label="运行指标填报",
    issued_by=Capability.INDICATOR_FILL,
    capabilities=frozenset({Capability.INDICATOR_FILL}),
    question=FiguresForm,
    subject=report_of,
    act=tell,
    days=20,
)
purposes.add(PERIOD_FIGURES)
