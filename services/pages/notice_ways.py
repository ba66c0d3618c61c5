"""平台外提醒: one's own choice to be told by mail or by the house's messenger."""

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse

from services.actions.notice_ways import choose
from services.choices.notices import Rhythm, WayKind
from services.models import NoticeWay
from services.pages.stations.acts import ActPage
from wuhan_smes.web.pages import Crumb


class WayForm(forms.Form):
    """One way: whether, how often and (by mail) whereto."""

    is_on = forms.BooleanField(label="启用", required=False)
    rhythm = forms.ChoiceField(label="频次", choices=Rhythm.choices)
    address = forms.EmailField(label="接收邮箱", required=False, max_length=254)


class WayPage(ActPage):
    """What one person chooses of one way the installation has."""

    capability = None
    submit = "保存"
    done = "已保存"
    note = "把还没有查看的提醒合并成一条发给您，没有新提醒就不发；只写工单编号和事由，不写诉求内容"

    @property
    def kind(self) -> WayKind:
        if self.kwargs["way"] not in WayKind.values:
            raise Http404
        return WayKind(self.kwargs["way"])

    @property
    def title(self) -> str:  # type: ignore[override] # the way's own name
        return f"{self.kind.label}提醒"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("提醒", reverse("notices")), Crumb(self.title)]

    def form(self, data: Any = None) -> forms.Form:
        row = NoticeWay.objects.of(self.access).filter(kind=self.kind).first()
        shown = {"is_on": row.is_on, "rhythm": row.rhythm, "address": row.address} if row else None
        form = WayForm(data, initial=shown)
        if self.kind != WayKind.EMAIL:
            del form.fields["address"]
        return form

    def act(self, words: dict[str, Any]) -> Any:
        return choose(kind=self.kind, **self.who, **words)

    def leads_to(self, done: Any) -> str:
        return reverse("notices")
