"""The choice every statistics page begins with: which day, and how an enterprise counts."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from enterprises.choices import CountBasis


class AsOfForm(forms.Form):
    """A day and a basis from the address; what is missing or wrong becomes today and holder."""

    on = forms.DateField(
        label="统计日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2025-07-25"},
    )
    basis = forms.ChoiceField(label="统计口径", required=False, choices=CountBasis.choices)

    def __init__(self, words: Any) -> None:
        values = {
            "on": words.get("on") or timezone.localdate().isoformat(),
            "basis": words.get("basis") or CountBasis.HOLDER,
        }
        super().__init__(values)
        self.is_valid()

    @property
    def day(self) -> date:
        return self.cleaned_data.get("on") or timezone.localdate()

    @property
    def counted_as(self) -> CountBasis:
        return CountBasis(self.cleaned_data.get("basis") or CountBasis.HOLDER)
