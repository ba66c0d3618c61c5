"""The filters above the lists. Their names are those of the API."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from enterprises.choices import Tier
from enterprises.models import IndustryChain
from enterprises.queries.prospects import LEADS_TO, REVIEWED
from enterprises.queries.radar import HORIZONS
from enterprises.rules.ladder import RUNGS
from enterprises.rules.names import is_searchable
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.rulekit.choices import Result

ANY: Final = ("", "全部")
ONE: Final = ("one", "任何一项")
VERDICTS: Final = [
    (it.value, it.label) for it in (Result.MET, Result.MANUAL, Result.UNKNOWN, Result.UNMET)
]


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
        self.reach = reach
        super().__init__({"on": timezone.localdate().isoformat(), **self.defaults, **chosen})
        units = Jurisdiction.objects.managing().order_by("display_order", "id")
        self.units = [unit for unit in units if reach.covers(unit.pk)]
        choices = [(unit.code, unit.name) for unit in self.units]
        self.offer("jurisdiction", [ANY, *choices])
        self.prepare()
        self.is_valid()

    def prepare(self) -> None:
        """What else is offered to choose from; before anything is checked."""

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField

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
    """Titles of enterprises that left: those that counted on a day, or all of them. Not today's:
    whoever counts today has not left.
    """

    defaults = {"on": ""}

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


class RunningSieve(Sieve):
    """What is worked out for today: no other day can be chosen."""

    on = None  # type: ignore[assignment] # takes the field of the base away

    @property
    def day(self) -> date:
        return timezone.localdate()


class ProspectSieve(RunningSieve):
    """Who could hold a tier next. `gaps` are the lines of the tier's standard."""

    defaults = {"tier": Tier.LITTLE_GIANT.value}

    tier = forms.ChoiceField(
        label="目标梯度",
        required=False,
        choices=[(tier.value, tier.label) for tier in LEADS_TO],
    )
    gap = forms.ChoiceField(label="只差", required=False, choices=[ANY, ONE])
    verdict = forms.ChoiceField(label="结论", required=False, choices=[ANY, *VERDICTS])
    holding = forms.ChoiceField(label="现持有", required=False, choices=[ANY, *Tier.choices])
    chain = forms.ChoiceField(label="主产业链", required=False)
    field_order = ("tier", "gap", "holding", "verdict", "jurisdiction", "chain")

    def __init__(self, words: Any, *, reach: Reach, gaps: Mapping[str, str]) -> None:
        self.gaps = gaps
        super().__init__(words, reach=reach)

    def prepare(self) -> None:
        chains = IndustryChain.objects.order_by("-version", "display_order", "id")
        self.offer("gap", [ANY, ONE, *self.gaps.items()])
        self.offer("chain", [ANY, *((one.code, f"{one.name}（{one.version}）") for one in chains)])

    @property
    def target(self) -> str:
        return str(self.chosen("tier") or Tier.LITTLE_GIANT.value)


class ReviewSieve(RunningSieve):
    """Titles due this year."""

    defaults = {"tier": Tier.SRDI_SME.value}

    tier = forms.ChoiceField(
        label="称号", required=False, choices=[(tier.value, tier.label) for tier in REVIEWED]
    )
    verdict = forms.ChoiceField(label="预测", required=False, choices=[ANY, *VERDICTS])
    field_order = ("tier", "verdict", "jurisdiction")

    @property
    def target(self) -> str:
        return str(self.chosen("tier") or Tier.SRDI_SME.value)
