"""The filters above the lists. Their names are those of the API."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from enterprises.choices import Tier
from enterprises.queries.radar import HORIZONS
from enterprises.rules.ladder import RUNGS
from enterprises.rules.names import is_searchable
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction

ANY: Final = ("", "全部")


class Sieve(forms.Form):
    """Filters from the address. Every field may be left out; a wrong one is said beside it."""

    defaults: ClassVar[Mapping[str, str]] = {}

    on = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2025-07-25"},
    )
    jurisdiction = forms.ChoiceField(
        label="管理单位",
        required=False,
        error_messages={"invalid_choice": "没有这个单位，或它不在您的范围内"},
    )

    def __init__(self, words: Any, *, reach: Reach) -> None:
        chosen = {name: word for name, word in words.items() if word}
        super().__init__({"on": timezone.localdate().isoformat(), **self.defaults, **chosen})
        units = Jurisdiction.objects.managing().order_by("display_order", "id")
        self.units = [unit for unit in units if reach.covers(unit.pk)]
        choices = [(unit.code, unit.name) for unit in self.units]
        self.fields["jurisdiction"].choices = [ANY, *choices]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()

    def chosen(self, name: str) -> Any:
        """What was chosen, or nothing."""
        return self.cleaned_data.get(name) or None

    def cut(self, rows: Q) -> Q:
        """`rows`, or none while something in the address is wrong: a list cut by less than was
        asked for would mislead.
        """
        return Q(pk__in=()) if self.errors else rows

    @property
    def day(self) -> date:
        return self.chosen("on") or timezone.localdate()


class EnterpriseSieve(Sieve):
    """The list of enterprises: by words, by title held that day, or by highest rung."""

    q = forms.CharField(
        label="名称、曾用名、拼音首字母或信用代码",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "至少两个字"}),
    )
    tier = forms.ChoiceField(label="当日持有", required=False, choices=[ANY, *Tier.choices])
    highest_tier = forms.ChoiceField(
        label="当日最高",
        required=False,
        choices=[ANY, *((tier.value, label) for tier, label in RUNGS.items())],
    )
    field_order = ("q", "jurisdiction", "tier", "highest_tier", "on")

    def clean_q(self) -> str:
        """One character would fit half the register."""
        words: str = self.cleaned_data["q"]
        if words and not is_searchable(words):
            raise ValidationError("请至少输入两个字")
        return words


class TitleSieve(Sieve):
    """The list of titles in force on a day."""

    tier = forms.ChoiceField(label="梯度", required=False, choices=[ANY, *Tier.choices])
    field_order = ("jurisdiction", "tier", "on")


class FormerSieve(Sieve):
    """Titles of enterprises that left; those that counted on a day, or all of them."""

    tier = forms.ChoiceField(label="称号", required=False, choices=[ANY, *Tier.choices])
    field_order = ("jurisdiction", "tier", "on")


class RadarSieve(Sieve):
    """Titles that end soon; 90 days when nothing is chosen."""

    defaults = {"days": "90"}

    days = forms.ChoiceField(
        label="多久以内",
        required=False,
        choices=[(days, f"{days} 天内") for days in HORIZONS],
    )
    tier = forms.ChoiceField(label="梯度", required=False, choices=[ANY, *Tier.choices])
    field_order = ("days", "jurisdiction", "tier", "on")

    @property
    def within(self) -> int:
        return int(self.chosen("days") or 90)
