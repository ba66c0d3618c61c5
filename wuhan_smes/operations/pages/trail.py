"""操作留痕 for who audits: who saw what is masked, who took lists out, whose rights changed."""

from datetime import datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.audit.api import EVENTS
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.audit.subjects import SUBJECTS, label_of
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing

NEWEST_FIRST: Final = {"-id": ("-id",)}
DAYS: Final = {"30": "近 30 天", "1": "昨天以来", "7": "近 7 天", "184": "近半年", "1096": "近三年"}
MOST_ACTIVE: Final = 10


class TrailSieve(forms.Form):
    """What about, by whom, since when. A field may be left out; a wrong one is said beside it."""

    subject = forms.ChoiceField(
        label="看什么",
        required=False,
        choices=[(one.code, one.label) for one in SUBJECTS.values()],
    )
    actor = forms.CharField(label="操作人（姓名，须完整）", required=False, max_length=150)
    days = forms.ChoiceField(label="时间", required=False, choices=list(DAYS.items()))

    def __init__(self, words: Any) -> None:
        given = {name: word for name, word in words.items() if word}
        super().__init__({"subject": next(iter(SUBJECTS)), "days": next(iter(DAYS)), **given})
        self.is_valid()

    @property
    def since(self) -> datetime:
        back = timedelta(days=int(self.cleaned_data.get("days") or 1))
        return timezone.make_aware(datetime.combine(timezone.localdate() - back, time()))

    def cut(self) -> Q:
        """None while something in the address is wrong."""
        if self.errors:
            return Q(pk__in=())
        subject = SUBJECTS[self.cleaned_data["subject"]]
        found = subject.condition() & Q(at__gte=self.since)
        return found & Q(actor_name=self.cleaned_data["actor"]) if self.data.get("actor") else found


class TrailPage(ExportedPage):
    """The entries an auditor asks for first, in words; beside them, who did it most often."""

    capability = Capability.TRAIL_VIEW
    title = "审计"
    template_name = "operations/trail.html"
    url_name = "trail"
    exports = EVENTS
    orderings = NEWEST_FIRST

    def sieve(self) -> TrailSieve:
        return TrailSieve(self.request.GET)

    def rows(self, sieve: TrailSieve) -> Any:
        return AuditEvent.objects.within(self.reach).filter(sieve.cut())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        found = self.rows(sieve)
        page = listing(self.request, found, orderings=self.orderings)
        most = found.values("actor_name").annotate(times=Count("pk")).order_by("-times")
        return super().get_context_data(
            form=sieve,
            page=page,
            events=[(event, label_of(event.kind)) for event in page.rows],
            most=most[:MOST_ACTIVE],
            **kwargs,
        )
