"""实名举报: taken down, looked into, concluded. Who complained is shown only when revealed."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import complaints
from enterprises.actions.complaints import Withdrawal
from enterprises.choices import WithdrawalCause
from enterprises.choices.holding import ComplaintOutcome
from enterprises.models import Complaint, Recognition
from enterprises.pages.batch_forms import PlainForm
from enterprises.pages.cultivation_forms import day
from enterprises.queries.named import named
from enterprises.reports.holding_lists import COMPLAINTS
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW: Final = Capability.COMPLAINT_VIEW
EDIT: Final = Capability.COMPLAINT_EDIT


class ComplaintSieve(forms.Form):
    q = forms.CharField(label="企业名称或编号", required=False, max_length=60)
    outcome = forms.ChoiceField(
        label="核查结果",
        required=False,
        choices=[("", "全部"), ("open", "待核查"), *ComplaintOutcome.choices],
    )


class ComplaintForm(PlainForm):
    enterprise = forms.CharField(
        label="被举报企业", max_length=120, help_text="统一社会信用代码或企业全称"
    )
    received_on = day("收到日期")
    complainant = forms.CharField(label="举报人", max_length=60)
    phone = forms.CharField(label="举报人电话", max_length=30)
    text = forms.CharField(
        label="举报内容", max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def found(self, reach: Reach) -> int:
        """The enterprise; 0 with a fault beside the field."""
        ids, _ = named(self.cleaned_data["enterprise"], reach)
        if len(ids) != 1:
            self.add_error("enterprise", "没有找到这家企业，请填写信用代码或全称")
            return 0
        return ids[0]


class ConcludeForm(PlainForm):
    """What was found; for whoever keeps titles, the title that falls with it."""

    outcome = forms.ChoiceField(label="核查结果", choices=ComplaintOutcome.choices)
    conclusion = forms.CharField(
        label="核查情况", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    series = forms.TypedChoiceField(
        label="据此撤销称号", required=False, coerce=int, empty_value=None
    )
    cause = forms.ChoiceField(label="撤销原因", required=False, choices=WithdrawalCause.choices)
    on = forms.DateField(
        label="自哪一天起",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    withdrawal_document = forms.CharField(label="决定文号", max_length=60, required=False)

    def __init__(self, *words: Any, titles: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*words, **options)
        self.fields["series"].choices = [("", "不撤销"), *titles]  # type: ignore[attr-defined] # a ChoiceField
        if not titles:
            for name in ("series", "cause", "on", "withdrawal_document"):
                del self.fields[name]

    def withdrawal(self) -> Withdrawal | None:
        words = self.cleaned_data
        if not words.get("series"):
            return None
        on = words.get("on") or timezone.localdate()
        return Withdrawal(words["series"], on, words["cause"], words["withdrawal_document"])


class ComplaintsPage(ExportedPage):
    """Every complaint in reach, the latest first; names are masked."""

    capability = VIEW
    title = "实名举报"
    template_name = "complaints/list.html"
    url_name = "complaints"
    exports = COMPLAINTS
    orderings = {"-id": ("-id",)}

    def sieve(self) -> ComplaintSieve:
        sieve = ComplaintSieve({name: word for name, word in self.request.GET.items() if word})
        sieve.is_valid()
        return sieve

    def rows(self, sieve: ComplaintSieve) -> Any:
        rows = Complaint.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        q, outcome = sieve.cleaned_data["q"], sieve.cleaned_data["outcome"]
        if q:
            name = "number" if q.upper().startswith("JB") else "enterprise__name__contains"
            rows = rows.filter(**{name: q})
        if outcome == "open":
            return rows.open()
        return rows.filter(outcome=outcome) if outcome else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        return super().get_context_data(
            form=sieve, page=page, may_edit=self.access.holds(EDIT), **kwargs
        )


class NewComplaintPage(ScopedPage):
    """Take one down; it has to be signed."""

    capability = EDIT
    title = "登记举报"
    template_name = "complaints/new.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("实名举报", reverse("complaints")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        kwargs.setdefault("form", ComplaintForm(initial={"received_on": today}))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ComplaintForm(request.POST)
        made: Any = REFUSED
        if form.is_valid() and (enterprise_id := form.found(self.access.reach(EDIT))):
            made = attempt(form, lambda **words: self._register(enterprise_id, **words))
        if made is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, f"已登记 {made.number}")
        return redirect("complaint", made.pk)

    def _register(self, enterprise_id: int, *, enterprise: str, **words: Any) -> Complaint:
        return complaints.register(enterprise_id, access=self.access, at=timezone.now(), **words)


class ComplaintPage(ScopedPage):
    """One complaint, and what can be done with it."""

    capability = VIEW
    title = "举报"
    template_name = "complaints/one.html"
    model = Complaint

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self._row(self.access.reach(VIEW))
        mine = _covers(self.access, EDIT, row)
        if mine and not row.outcome:
            kwargs.setdefault("form", ConcludeForm(titles=self._titles(row)))
        context = super().get_context_data(
            row=row,
            may_reveal=_covers(self.access, Capability.COMPLAINT_REVEAL, row),
            **{"form": None, "revealed": None, **kwargs},
        )
        crumbs = [Crumb("实名举报", reverse("complaints")), Crumb(row.number)]
        return {**context, "title": f"举报 {row.number}", "crumbs": crumbs}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
        if "reveal" in request.POST:
            revealed = complaints.reveal(pk, **who, reason=request.POST.get("reason", ""))
            return self.render_to_response(self.get_context_data(revealed=revealed))
        row = self._row(self.access.reach(EDIT))
        form = ConcludeForm(request.POST, titles=self._titles(row))
        done: Any = REFUSED
        if form.is_valid():
            words = form.cleaned_data
            done = attempt(
                form,
                lambda **_: complaints.conclude(
                    pk,
                    **who,
                    outcome=words["outcome"],
                    conclusion=words["conclusion"],
                    withdrawal=form.withdrawal(),
                ),
            )
        if done is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, "举报已办结")
        return redirect("complaint", pk)

    def _row(self, reach: Reach) -> Complaint:
        return Complaint.objects.within(reach).for_list().get(pk=self.kwargs["pk"])

    def _titles(self, row: Complaint) -> list[tuple[int, str]]:
        """The titles that can fall, for whoever keeps titles."""
        if not _covers(self.access, Capability.TITLE_EDIT, row):
            return []
        titles = Recognition.objects.in_force(on=timezone.localdate())
        mine = titles.filter(enterprise_id=row.enterprise_id).order_by("series")
        return [(title.series, str(title.get_tier_display())) for title in mine]


def _covers(access: Access, capability: Capability, row: Complaint) -> bool:
    reach = access.offered().reach(capability) if access.holds(capability) else Reach()
    return reach.covers(row.jurisdiction_id)
