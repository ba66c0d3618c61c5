"""Raise a problem at a desk (登记): whose it is, what it is about, and whether it is known."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from enterprises.queries.search import find
from enterprises.rules.names import is_searchable
from measures.models import Measure
from services.actions.raising import raise_ticket
from services.actions.tickets import judging
from services.choices.clocks import Urgency
from services.choices.tickets import Category, Channel, Nature
from services.models import Ticket
from services.pages.desks.files import keep_files
from services.queries.tickets import alike
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction, ServiceStation
from wuhan_smes.files.attachments import ACCEPTED
from wuhan_smes.web.acts import attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

SHOWN: Final = 8
LONGEST: Final = 19
NEEDED: Final = {"required": "请填写此项"}
CHOSEN: Final = {"required": "请选择", "invalid_choice": "没有这个选项，请重新选择"}
NOT_IN_BOOK: Final = "登记簿里没有这家企业，按所填名称登记"
UNKNOWN: Final = f"没有找到；{NOT_IN_BOOK}的请勾选"


def candidates(words: str, access: Access) -> Sequence[Enterprise]:
    """Enterprises of the register that `words` fit, those in reach."""
    if not access.holds(Capability.REGISTER_VIEW) or not is_searchable(words):
        return []
    reach = access.reach(Capability.REGISTER_VIEW)
    ids = find(words, reach=reach, limit=SHOWN).ids
    return list(Enterprise.objects.within(reach).for_list().filter(pk__in=ids).order_by("id"))


def places(access: Access) -> list[tuple[str, str]]:
    """Where this person may take something in: his stations, else units."""
    reach = access.reach(Capability.TICKET_RAISE)
    stations = ServiceStation.objects.filter(pk__in=reach.station_ids).order_by("name")
    units = Jurisdiction.objects.managing().order_by("display_order", "id")
    return [(f"station-{it.pk}", it.name) for it in stations] + [
        (f"unit-{it.pk}", it.name) for it in units if reach.covers(it.pk)
    ]


class RaiseForm(forms.Form):
    """One matter as it is taken in. Fields are the action's arguments, but for whose it is."""

    use_required_attribute = False
    who = forms.CharField(
        label="企业",
        required=False,
        max_length=200,
        help_text="名称、曾用名、拼音首字母或信用代码，至少两个字；没有具体企业的可不填",
    )
    enterprise = forms.IntegerField(required=False, widget=forms.HiddenInput)
    not_in_book = forms.BooleanField(label=NOT_IN_BOOK, required=False)
    place = forms.ChoiceField(label="登记单位", required=False, error_messages=CHOSEN)
    title = forms.CharField(label="标题", max_length=120, error_messages=NEEDED)
    text = forms.CharField(
        label="内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=NEEDED,
    )
    category = forms.ChoiceField(
        label="类别", choices=[("", "请选择"), *Category.choices], error_messages=CHOSEN
    )
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices, error_messages=CHOSEN)
    nature = forms.ChoiceField(
        label="性质", required=False, choices=[("", "按来源和类别判断"), *Nature.choices]
    )
    channel = forms.ChoiceField(label="来源", choices=Channel.choices, error_messages=CHOSEN)
    external_no = forms.CharField(
        label="来源编号", required=False, max_length=60, help_text="原平台的工单号，同一来源不重复"
    )
    contact_name = forms.CharField(label="联系人", required=False, max_length=60)
    contact_phone = forms.CharField(label="联系电话", required=False, max_length=30)
    measure_id = forms.TypedChoiceField(
        label="对应措施", required=False, coerce=int, empty_value=None, error_messages=CHOSEN
    )
    answer = forms.CharField(
        label="当场答复（咨询即答即结）",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="性质为咨询、当场答清的，填写答复后直接办结；其他诉求留空",
    )
    client_uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access, self.found = access, []
        offered = places(access)
        blank = [("", "按企业的管理单位")] if len(offered) > 1 else []
        self._offer("place", [*blank, *offered])
        if access.holds(Capability.MEASURE_VIEW):
            measures = Measure.objects.within(access.reach(Capability.MEASURE_VIEW))
            named = [(it.pk, str(it)) for it in measures.order_by("document_id", "no", "id")]
            self._offer("measure_id", [("", "不确定"), *named])
        else:
            del self.fields["measure_id"]

    found: Sequence[Enterprise]

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        one = self._enterprise(words)
        words["enterprise_id"] = one.pk if one else None
        words["enterprise_name"] = "" if one else words.get("who", "")
        if "place" in words:
            words |= self._place(words["place"], one)
        return words

    def _enterprise(self, words: dict[str, Any]) -> Enterprise | None:
        """The one chosen, or the only one the words fit; several are offered for a choice."""
        chosen, said = words.get("enterprise"), words.get("who", "").strip()
        if not self.access.holds(Capability.REGISTER_VIEW):
            return None
        reach = self.access.reach(Capability.REGISTER_VIEW)
        if chosen:
            return Enterprise.objects.within(reach).filter(pk=chosen).first()
        if not said or words.get("not_in_book"):
            return None
        self.found = candidates(said, self.access)
        exact = [it for it in self.found if it.name == said or it.uscc == said.upper()]
        if len(self.found) == 1 or len(exact) == 1:
            return (exact or self.found)[0]
        self.add_error("who", "请从下面选择企业" if self.found else UNKNOWN)
        return None

    def _place(self, chosen: str, one: Enterprise | None) -> dict[str, Any]:
        """The unit it belongs to, and the station where one takes it in."""
        kind, _, key = chosen.partition("-")
        if kind == "station":
            station = ServiceStation.objects.get(pk=key)
            return {"station_id": station.pk, "jurisdiction_id": station.jurisdiction_id}
        if kind == "unit":
            return {"jurisdiction_id": int(key)}
        if one is None:
            self.add_error("place", "没有具体企业的，请选择登记单位")
            return {}
        return {"jurisdiction_id": one.jurisdiction_id}


# What the form asks besides the action's arguments.
OURS: Final = frozenset({"who", "enterprise", "not_in_book", "place", "answer"})


class RaisePage(ScopedPage):
    """The form; after it, the ticket. Sent twice, it is one ticket all the same."""

    capability = Capability.TICKET_RAISE
    title = "登记问题"
    template_name = "tickets/new.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("问题", reverse("tickets")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", RaiseForm(initial=self._first(), access=self.access))
        return super().get_context_data(accepted_files=ACCEPTED, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RaiseForm(request.POST, access=self.access)
        if form.is_valid():
            made = attempt(form, self._raise)
            if isinstance(made, Ticket):
                messages.success(request, f"已登记 {made.number}")
                return redirect("ticket", made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=400)

    @transaction.atomic
    def _raise(self, **words: Any) -> Ticket:
        at = timezone.now()
        said = {name: value for name, value in words.items() if name not in OURS}
        ticket = raise_ticket(access=self.access, at=at, draft="draft" in self.request.POST, **said)
        keep_files(self.request, ticket.pk, self.access)
        if words["answer"].strip():
            return judging.answer(ticket.pk, access=self.access, at=at, note=words["answer"])
        return ticket

    def _first(self) -> dict[str, Any]:
        """What is filled in already: the enterprise of the address, and the usual channel."""
        at_station = bool(self.access.reach(Capability.TICKET_RAISE).station_ids)
        channel = Channel.STATION if at_station else Channel.PHONE
        first: dict[str, Any] = {"channel": channel, "client_uuid": uuid4()}
        if at_station:
            first["place"] = places(self.access)[0][0]
        key = self.request.GET.get("enterprise", "")
        if key.isdecimal() and len(key) < LONGEST and self.access.holds(Capability.REGISTER_VIEW):
            reach = self.access.reach(Capability.REGISTER_VIEW)
            one = Enterprise.objects.within(reach).filter(pk=key).first()
            first |= {"enterprise": one.pk, "who": one.name} if one else {}
        return first


class SuggestEnterprises(ScopedPage):
    """The enterprises the typed words fit, as radio buttons for the form."""

    capability = Capability.TICKET_RAISE
    title = "企业"
    template_name = "tickets/parts/candidates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("who", "").strip()[:60]
        found = candidates(words, self.access)
        return super().get_context_data(found=found, words=words, **kwargs)


class SuggestAlike(ScopedPage):
    """What is known already about this enterprise, or by a title like this."""

    capability = Capability.TICKET_RAISE
    title = "相近的问题"
    template_name = "tickets/parts/alike.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.request.GET.get("enterprise", "")
        title = self.request.GET.get("title", "").strip()[:120]
        found = alike(
            title,
            access=self.access,
            at=timezone.now(),
            enterprise_id=int(key) if key.isdecimal() and len(key) < LONGEST else None,
        )
        return super().get_context_data(alike=found, **kwargs)
