"""时限重算: which open tickets would move, the order to move them, how far it is, what it did."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from services.actions.recalculating import Moved, recalculate
from services.choices.clocks import ClockKind
from wuhan_smes.access import Capability
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.web.pages import Crumb, ScopedPage

TASK: Final = "services.recalculate_tickets"
SHOWN: Final = 200
LAST: Final = 10


class PreviewForm(forms.Form):
    """Whose limits: those of each ticket's own day, or of the day named."""

    limits_on = forms.DateField(
        label="按哪一天施行的时限",
        required=False,
        help_text="不填：各件时限不变，只按现行工作日历重算",
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


class PortionForm(PreviewForm):
    """Which tickets are shown: those after one that was looked at already."""

    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class OrderForm(PreviewForm):
    """Why; it stands in the steps of every ticket whose limits move."""

    reason = forms.CharField(
        label="重算原因", max_length=200, help_text="如放假通知或时限文件的文号"
    )


class RecalculationPage(ScopedPage):
    """The tickets that would move with the old and the new day, portion by portion, and the orders
    given.
    """

    capability = Capability.TICKET_POLICY
    title = "时限重算"
    template_name = "services/recalculation.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("问题", reverse("tickets")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.dict()
        form, portion = PreviewForm(words), PortionForm(words)
        day = form.cleaned_data["limits_on"] if form.is_valid() else None
        after = portion.cleaned_data["after"] or 0 if portion.is_valid() else 0
        kwargs.setdefault("order", OrderForm(initial={"limits_on": day}))
        jobs = Job.objects.visible_to(self.access).filter(task=TASK).order_by("-id")[:LAST]
        asked = "limits_on" in self.request.GET and form.is_valid()
        return super().get_context_data(
            form=form,
            preview=self._preview(day, after) if asked else None,
            jobs=jobs,
            unfinished=any(job.is_unfinished for job in jobs),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrderForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(order=form))
        day = form.cleaned_data["limits_on"]
        with transaction.atomic():
            enqueue(
                TASK,
                {
                    "reason": form.cleaned_data["reason"],
                    "limits_on": day.isoformat() if day else "",
                },
                access=self.access,
                capability=Capability.TICKET_POLICY,
            )
        messages.success(request, "已开始重算，进展见下；原到期时间保留在各件的办理步骤中")
        return redirect("recalculation")

    def _preview(self, day: date | None, after: int) -> dict[str, Any]:
        """What would move of one portion, and the address of the next."""
        found = recalculate(
            access=self.access,
            at=timezone.now(),
            reason="预览",
            most=SHOWN,
            after_id=after,
            dry_run=True,
            limits_on=day,
        )
        words = {"limits_on": day.isoformat() if day else "", "after": found.last_id}
        return {
            "looked_at": found.looked_at,
            "next_url": f"?{urlencode(words)}" if found.last_id is not None else "",
            "later": bool(after),
            "rows": [_line(it) for it in found.moved],
        }


def _line(moved: Moved) -> dict[str, Any]:
    return {
        "ticket": moved.ticket,
        "changes": [
            (ClockKind(kind).label, *(parse_datetime(text or "") for text in pair))
            for kind, pair in moved.changes.items()
        ],
    }
