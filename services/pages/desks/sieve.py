"""The filters above the lists of tickets. Their names are those of the API where it has them."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from services.choices.clocks import Urgency
from services.choices.tickets import Category, Channel, HolderKind, TicketState
from services.queries.desks import PILE, PILES, STAGE, STAGES, Place, overdue, pressing
from services.queries.ticket_counts import BEHIND
from services.queries.words import SHORTEST, tickets_meant
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction

ANY: Final = ("", "全部")
LIGHTS: Final = (("red", "已逾期"), ("amber", "即将到期"), ("late_or_soon", "逾期和即将到期"))
COUNTED: Final = (
    ("problems_collected", "截至统计日收集的困难问题"),
    ("appeals_closed", "截至统计日办结的企业诉求"),
)
WHOSE: Final = (
    ("ours", "等本单位办"),
    ("others", "已交出，等别人办"),
    ("mine", "我登记或承办的"),
    ("all", "全部"),
)


class TicketSieve(forms.Form):
    """Every field may be left out; a wrong one is said beside it and shows nothing."""

    main: ClassVar = ("q", "whose", "state", "light")
    kept: ClassVar = ("pile", "enterprise", "held_by")

    q = forms.CharField(
        label="编号、标题或企业名称",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "至少两个字"}),
    )
    whose = forms.ChoiceField(label="范围", required=False, choices=WHOSE)
    state = forms.ChoiceField(label="状态", required=False)
    light = forms.ChoiceField(label="时限", required=False, choices=[ANY, *LIGHTS])
    pile = forms.ChoiceField(
        label="待办",
        required=False,
        choices=[ANY, *((pile.code, pile.label) for pile in PILES)],
    )
    stage = forms.ChoiceField(
        label="阶段",
        required=False,
        choices=[ANY, *((stage.code, stage.label) for stage in STAGES)],
    )
    category = forms.ChoiceField(label="类别", required=False, choices=[ANY, *Category.choices])
    urgency = forms.ChoiceField(label="紧急程度", required=False, choices=[ANY, *Urgency.choices])
    channel = forms.ChoiceField(label="来源", required=False, choices=[ANY, *Channel.choices])
    jurisdiction = forms.ChoiceField(
        label="管理单位",
        required=False,
        error_messages={"invalid_choice": "没有这个单位，或它不在您的范围内"},
    )
    holder = forms.CharField(label="当前责任方", required=False, max_length=60)
    counted = forms.ChoiceField(label="计入", required=False, choices=[ANY, *COUNTED])
    on = forms.DateField(
        label="统计日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2025-07-25"},
    )
    enterprise = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    held_by = forms.RegexField(
        rf"^({'|'.join(HolderKind.values)})-\d{{1,18}}$",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": "没有这个责任方"},
    )

    def __init__(self, words: Any, *, reach: Reach, place: Place, labels: Any) -> None:
        chosen = {name: word for name, word in words.items() if word}
        searching = chosen.keys() & {"q", "enterprise"}
        chosen.setdefault("whose", "ours" if place and not searching else "all")
        super().__init__(chosen)
        self.place = place
        units = Jurisdiction.objects.managing().order_by("display_order", "id")
        self._offer("jurisdiction", [(u.code, u.name) for u in units if reach.covers(u.pk)])
        self._offer("state", [(state.value, labels[state.value]) for state in TicketState])
        self.is_valid()

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined] # a ChoiceField

    def clean_q(self) -> str:
        """One character would fit nearly everything."""
        words: str = self.cleaned_data["q"].strip()
        if words and len(words) < SHORTEST:
            raise ValidationError("请至少输入两个字")
        return words

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields that always stand there."""
        return [self[name] for name in self.main]

    @property
    def further(self) -> list[forms.BoundField]:
        """The fields behind “more”."""
        return [self[name] for name in self.fields if name not in {*self.main, *self.kept}]

    @property
    def opened(self) -> bool:
        """Whether one of the further fields cuts the list."""
        return any(field.value() or field.errors for field in self.further)

    @property
    def narrowed(self) -> bool:
        """Whether anything besides the desk itself was asked for."""
        return bool(self.errors) or any(
            value for name, value in self.cleaned_data.items() if name not in {"whose", "pile"}
        )

    def wanted(self, *, at: datetime, actor_id: int | None) -> Q:
        """The condition the filters add up to; nothing while one of them is wrong."""
        if self.errors:
            return Q(pk__in=())
        return self.of_desk(actor_id) & self._of_pile() & self._of_words() & self._of_light(at)

    def of_desk(self, actor_id: int | None) -> Q:
        match self.chosen("whose"):
            case "ours":
                return self.place.has_the_ball
            case "others":
                return self.place.takes_part & ~self.place.has_the_ball & UNFINISHED
            case "mine":
                return Q(collected_by_id=actor_id) | Q(handled_by_id=actor_id)
            case _:
                return Q()

    def _of_pile(self) -> Q:
        found = Q()
        if code := self.chosen("pile"):
            found &= Q(state__in=PILE[code].states)
        if code := self.chosen("stage"):
            found &= Q(state__in=STAGE[code].states)
        return found

    def _of_light(self, at: datetime) -> Q:
        match self.chosen("light"):
            case "red":
                return overdue(at)
            case "amber":
                return pressing(at)
            case "late_or_soon":
                return overdue(at) | pressing(at)
            case _:
                return Q()

    def _of_words(self) -> Q:
        found = Q()
        for name in ("state", "category", "urgency", "channel"):
            if value := self.chosen(name):
                found &= Q(**{name: value})
        if unit := self.chosen("jurisdiction"):
            found &= Q(jurisdiction__code=unit)
        if holder := self.chosen("holder"):
            found &= Q(holder_name__contains=holder)
        if held_by := self.chosen("held_by"):
            kind, _, key = held_by.partition("-")
            found &= Q(holder_kind=kind, holder_id=int(key), closed_at__isnull=True)
        if enterprise := self.chosen("enterprise"):
            found &= Q(enterprise_id=enterprise)
        if words := self.chosen("q"):
            found &= tickets_meant(words)
        if figure := self.chosen("counted"):
            found &= BEHIND[figure](self.chosen("on") or timezone.localdate())
        return found


UNFINISHED: Final = Q(closed_at__isnull=True)
