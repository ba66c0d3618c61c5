"""渠道对接: where requests come from, whom results are told, and what the other side answered."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from services.actions import channels
from services.choices.channels import OUTSIDE_CHOICES, PushState
from services.models import ChannelDelivery, ChannelSubscription
from services.pages.stations.acts import ActPage
from services.queries.channels import channel_rows
from services.reports.channel_lists import DELIVERIES
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

ANY: Final = ("", "全部")
NEWEST_FIRST: Final = {"-id": ("-id",)}


def _path(*last: Crumb) -> list[Crumb]:
    return [Crumb("问题", reverse("tickets")), *last]


class DeliverySieve(forms.Form):
    """Messages of one channel, in one state."""

    channel = forms.ChoiceField(label="来源", required=False, choices=[ANY, *OUTSIDE_CHOICES])
    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *PushState.choices])

    def __init__(self, words: Any) -> None:
        super().__init__(words)
        self.is_valid()


class ChannelsPage(ExportedPage):
    """Every channel with its setting, and the messages sent, the latest first."""

    capability = Capability.CHANNEL_EDIT
    title = "渠道对接"
    template_name = "services/channels.html"
    url_name = "channels"
    exports = DELIVERIES
    orderings = NEWEST_FIRST

    def crumbs(self) -> list[Crumb]:
        return _path(Crumb(self.title))

    def sieve(self) -> DeliverySieve:
        return DeliverySieve(self.request.GET)

    def rows(self, sieve: DeliverySieve) -> Any:
        chosen = {name: value for name, value in sieve.cleaned_data.items() if value}
        found = ChannelDelivery.objects.within(self.reach).filter(**chosen)
        return found.none() if sieve.errors else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(
            self.request, self.rows(sieve).select_related("ticket"), orderings=self.orderings
        )
        return super().get_context_data(
            form=sieve,
            page=page,
            channels=channel_rows(self.reach, at=timezone.now()),
            **kwargs,
        )


class SubscriptionForm(forms.Form):
    address = forms.CharField(
        label="接收地址",
        required=False,
        max_length=500,
        help_text="对方提供的网址，以 https:// 开头；不向内网地址发送",
    )
    is_on = forms.BooleanField(label="启用回推", required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SubscriptionPage(ActPage):
    """Where one channel is told of results, and whether it is."""

    capability = Capability.CHANNEL_EDIT
    submit = "保存"
    done = "已保存"
    note = "销号和重新办理时，把来源编号、办理结果和答复发给对方，附签名；失败自动重试，可查可重发"

    @property
    def subscription(self) -> ChannelSubscription:
        rows = ChannelSubscription.objects.within(self.access.reach(Capability.CHANNEL_EDIT))
        return rows.get(channel=self.kwargs["channel"])

    @property
    def title(self) -> str:  # type: ignore[override] # the channel's own name
        return f"{self.subscription} 回推设置"

    def crumbs(self) -> list[Crumb]:
        return _path(Crumb("渠道对接", reverse("channels")), Crumb(self.title))

    def form(self, data: Any = None) -> forms.Form:
        row = self.subscription
        first = {"address": row.address, "is_on": row.is_on, "expected_version": row.version}
        return SubscriptionForm(data, initial=first)

    def act(self, words: dict[str, Any]) -> Any:
        return channels.subscribe(self.kwargs["channel"], **self.who, **words)

    def leads_to(self, done: Any) -> str:
        return reverse("channels")


class RenewSecretAct(ChannelsPage):
    """The page with the fresh secret, shown once, here."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, channel: str) -> HttpResponse:
        row, secret = channels.renew_secret(channel, access=self.access, at=timezone.now())
        return self.render_to_response(self.get_context_data(renewed=row, secret=secret))


class ResendAct(ScopedPage):
    """The button 重发."""

    capability = Capability.CHANNEL_EDIT
    http_method_names = ["post"]
    title = "渠道对接"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = channels.resend(pk, access=self.access, at=timezone.now())
        messages.success(request, f"{row}：已排队重发")
        return redirect("channels")
