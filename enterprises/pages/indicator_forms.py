"""The form of a year's figures: a field an indicator, amounts in 万元, empty is unknown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db import models

from enterprises.choices import Honour
from enterprises.models import ANNUAL, AnnualIndicators, Indicator
from enterprises.pages.indicator_words import IN_YUAN, TEN_THOUSAND, heading, shown
from enterprises.rules.indicator_sections import SECTIONS

NO_HONOUR: Final = "none"
YES_NO: Final = (("", "未知"), ("yes", "是"), ("no", "否"))
YES: Final[Mapping[str, bool]] = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of the form: its field, what stands now and what stood a year before."""

    indicator: Indicator
    field: Any
    now: str
    before: str

    @property
    def label(self) -> str:
        return heading(self.indicator)


class EntryForm(forms.Form):
    """What one knows of a year. `seen` is the row it was filled from, 0 where there was none."""

    use_required_attribute = False

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    evidence = forms.CharField(
        label="佐证材料", max_length=200, required=False, help_text="如：2025 年度审计报告"
    )
    as_of = forms.DateField(
        label="数据截止日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label="更正原因",
        max_length=180,
        required=False,
        help_text="改动或清空已登记的值时必填；只补填未知的不用填",
    )
    looked_again = forms.BooleanField(label="以上提示已核实，按此保存", required=False)

    def __init__(self, data: Any = None, *, row: AnnualIndicators | None) -> None:
        self.row = row
        super().__init__(data, initial=_initial(row))
        for name, indicator in ANNUAL.items():
            self.fields[name] = _field(indicator)

    def values(self) -> dict[str, Any]:
        """What is said of each indicator, as its column keeps it."""
        return {name: _kept(it, self.cleaned_data.get(name)) for name, it in ANNUAL.items()}

    def changed(self) -> dict[str, Any]:
        """What differs from what is known; None takes a value back to unknown."""
        said = self.values()
        return {name: said[name] for name in ANNUAL if said[name] != getattr(self.row, name, None)}

    def takes_back(self) -> bool:
        """Whether something that was known is said otherwise now."""
        return any(getattr(self.row, name, None) is not None for name in self.changed())

    def sections(self, before: AnnualIndicators | None) -> Iterator[tuple[str, list[Line]]]:
        for title, names in SECTIONS.items():
            yield (
                title,
                [
                    Line(
                        ANNUAL[name],
                        self[name],
                        shown(ANNUAL[name], getattr(self.row, name, None)),
                        shown(ANNUAL[name], getattr(before, name, None)),
                    )
                    for name in names
                ],
            )


def _field(indicator: Indicator) -> forms.Field:
    column = indicator.column
    given: dict[str, Any] = {"label": heading(indicator), "required": False}
    if indicator.name == "valid_honours":
        choices = [*Honour.choices, (NO_HONOUR, "以上均无")]
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **given
        )
    if isinstance(column, models.BooleanField):
        return forms.ChoiceField(choices=YES_NO, **given)
    if isinstance(column, models.DecimalField):
        return _decimal(indicator, column, given)
    if isinstance(column, models.PositiveIntegerField):
        return forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=_typed(), **given)
    return forms.ChoiceField(choices=[("", "未知"), *column.flatchoices], **given)


def _decimal(
    indicator: Indicator, column: "models.DecimalField[Any, Any]", given: dict[str, Any]
) -> forms.Field:
    """Money is typed in 万元 and may be as exact as a fen."""
    if indicator.unit == IN_YUAN:
        return forms.DecimalField(max_digits=18, decimal_places=6, widget=_typed(), **given)
    digits, places = column.max_digits, column.decimal_places
    return forms.DecimalField(max_digits=digits, decimal_places=places, widget=_typed(), **given)


def _typed() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def _initial(row: AnnualIndicators | None) -> dict[str, Any]:
    if row is None:
        return {"seen": 0}
    values = {name: _written(it, getattr(row, name)) for name, it in ANNUAL.items()}
    return {"seen": row.pk, "evidence": row.evidence, "as_of": row.as_of, **values}


def _written(indicator: Indicator, value: Any) -> Any:
    """A kept value as its field shows it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return value or [NO_HONOUR]
    if isinstance(value, Decimal):
        number = value / TEN_THOUSAND if indicator.unit == IN_YUAN else value
        return f"{number.normalize():f}"
    return value


def _kept(indicator: Indicator, said: Any) -> Any:
    """What was typed as the column keeps it; nothing typed is unknown."""
    if said in (None, "", []):
        return None
    if indicator.name == "valid_honours":
        return sorted(code for code in said if code != NO_HONOUR)
    if isinstance(indicator.column, models.BooleanField):
        return YES[said]
    return said * TEN_THOUSAND if indicator.unit == IN_YUAN else said
