"""认定与复核批次: where each stands, who is on its list, and the next step."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import batches
from enterprises.choices import ApplicationKind, BatchStage, CandidateState
from enterprises.choices.holding import ExpertOutcome
from enterprises.models import BatchCandidate, BatchObjection, BatchUnit, RecognitionBatch
from enterprises.pages import batch_forms as forms
from enterprises.reports.title_lists import BATCHES
from enterprises.rules.batches import OPEN
from enterprises.rules.spans import last_day
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW: Final = Capability.REGISTER_VIEW
KEEP: Final = Capability.TITLE_EDIT
RECOMMEND: Final = Capability.CULTIVATION_EDIT


def keeps_batches(access: Access) -> bool:
    """Whether this person does the city's part."""
    return access.holds(KEEP) and access.reach(KEEP).everywhere


class BatchesPage(ExportedPage):
    """Every batch, the latest first; batches are published lists."""

    capability = VIEW
    title = "认定与复核批次"
    template_name = "batches/list.html"
    url_name = "batches"
    exports = BATCHES
    orderings = {"-id": ("-id",)}

    def sieve(self) -> forms.BatchSieve:
        sieve = forms.BatchSieve({name: word for name, word in self.request.GET.items() if word})
        sieve.is_valid()
        return sieve

    def rows(self, sieve: forms.BatchSieve) -> Any:
        rows = RecognitionBatch.objects.within(self.reach)
        if sieve.errors:
            return rows.none()
        chosen = {name: sieve.cleaned_data.get(name) for name in ("tier", "kind", "stage")}
        return rows.filter(**{name: word for name, word in chosen.items() if word})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        lines = BatchCandidate.objects.within(self.reach).filter(
            batch__in=[b.pk for b in page.rows]
        )
        counts = dict(lines.order_by().values_list("batch").annotate(n=Count("pk")))
        return super().get_context_data(
            form=sieve,
            page=page,
            lines=[(batch, counts.get(batch.pk, 0)) for batch in page.rows],
            may_open=keeps_batches(self.access),
            today=timezone.localdate(),
            **kwargs,
        )


class OpenBatchPage(ScopedPage):
    """A new batch; its list comes next."""

    capability = KEEP
    title = "登记批次"
    template_name = "batches/new.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("批次", reverse("batches")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = timezone.localdate().year
        kwargs.setdefault("form", forms.OpenBatchForm(initial={"year": year}))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = forms.OpenBatchForm(request.POST)
        made: Any = REFUSED
        if form.is_valid():
            made = attempt(form, self._open)
        if made is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, "批次已登记，请列入企业")
        return redirect("batch", made.pk)

    def _open(self, **words: Any) -> RecognitionBatch:
        return batches.create(access=self.access, at=timezone.now(), **words)


class BatchPage(ScopedPage):
    """One batch: its stages with their days, the units, the lines in reach, and what is next."""

    capability = VIEW
    title = "批次"
    template_name = "batches/one.html"
    model = RecognitionBatch

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(VIEW)
        batch = RecognitionBatch.objects.within(reach).get(pk=self.kwargs["pk"])
        listed = BatchCandidate.objects.within(reach).filter(batch=batch)
        state = self.request.GET.get("state", "")
        rows = listed.filter(state=state) if state in CandidateState.values else listed
        page = listing(self.request, rows.for_list(), orderings={"id": ("id",)})
        city = keeps_batches(self.access)
        take_out = f"{reverse('candidates-export')}?batch={batch.pk}&layout="
        context = super().get_context_data(
            batch=batch,
            term_ends=last_day(batch.valid_until),
            page=page,
            states=self._states(listed),
            state=state,
            units=_units(self.access, batch),
            objections=_objections(self.access, batch),
            city=city,
            offered=_offered(batch, self.access) if city else {},
            may_object=batch.stage == BatchStage.PUBLICISED and self.access.holds(RECOMMEND),
            may_recommend=_recommending(batch) and self.access.holds(RECOMMEND),
            results_open=city and batch.stage == BatchStage.REVIEWING,
            take_out=take_out if self.access.holds(Capability.REGISTER_EXPORT) else "",
            stages=_stages(batch),
            today=timezone.localdate(),
            **kwargs,
        )
        crumbs = [Crumb("批次", reverse("batches")), Crumb(batch.name)]
        return {**context, "title": batch.name, "crumbs": crumbs}

    def _states(self, listed: Any) -> list[tuple[str, str, int]]:
        counted = dict(listed.order_by().values_list("state").annotate(n=Count("pk")))
        return [(it.value, str(it.label), counted[it]) for it in CandidateState if it in counted]


def _recommending(batch: RecognitionBatch) -> bool:
    return batch.stage == BatchStage.RECOMMENDING and batch.frozen_on is not None


def _stages(batch: RecognitionBatch) -> list[tuple[str, str, str]]:
    """(label, tone, what is known of its days) of every stage."""
    order = list(BatchStage)
    here = order.index(BatchStage(batch.stage))
    days: Mapping[str, str] = {
        BatchStage.RECOMMENDING: f"{batch.frozen_on} 冻结名单，{batch.recommend_until} 截止"
        if batch.frozen_on
        else "名单未冻结",
        BatchStage.REVIEWING: "",
        BatchStage.PUBLICISED: f"{batch.notice_from} 至 {batch.notice_until}"
        if batch.notice_from
        else "",
        BatchStage.ANNOUNCED: f"{batch.announced_on} {batch.document_no}"
        if batch.announced_on
        else "",
    }
    return [
        (str(it.label), "good" if n < here else "info" if n == here else "", days[it])
        for n, it in enumerate(order)
    ]


def _units(access: Access, batch: RecognitionBatch) -> list[tuple[BatchUnit, int, int, int]]:
    """Every unit in reach with somebody on the list: how many, how many recommended, how many not
    decided yet.
    """
    reach = access.reach(VIEW)
    lines = BatchCandidate.objects.within(reach).filter(batch=batch)
    chosen = Q(state__in=(CandidateState.RECOMMENDED, CandidateState.IN_REVIEW))
    counted = {
        unit: (every, recommended, waiting)
        for unit, every, recommended, waiting in lines.order_by()
        .values_list("jurisdiction")
        .annotate(
            every=Count("pk"),
            recommended=Count("pk", filter=chosen),
            waiting=Count("pk", filter=Q(state__in=OPEN)),
        )
    }
    parts = BatchUnit.objects.within(reach).filter(batch=batch).select_related("jurisdiction")
    return [
        (part, *counted[part.jurisdiction_id])
        for part in parts.order_by("jurisdiction__display_order", "pk")
        if part.jurisdiction_id in counted
    ]


def _objections(access: Access, batch: RecognitionBatch) -> Any:
    if not access.holds(Capability.COMPLAINT_VIEW):
        return []
    rows = BatchObjection.objects.within(access.reach(Capability.COMPLAINT_VIEW)).for_list()
    return rows.filter(candidate__batch=batch).order_by("outcome", "-pk")


def _offered(batch: RecognitionBatch, access: Access) -> dict[str, Any]:
    """The forms of what the city can do next, by the name of the act."""
    today = timezone.localdate()
    found: dict[str, Any] = {}
    if batch.stage == BatchStage.RECOMMENDING and batch.frozen_on is None:
        found["add"] = forms.NamesForm()
        found["add_listed"] = forms.ListedForm()
        if batch.kind == ApplicationKind.REVIEW:
            found["add_due"] = forms.DueForm()
        found["freeze"] = forms.FreezeForm(initial={"on": today})
    elif batch.stage == BatchStage.RECOMMENDING:
        found["review"] = forms.EmptyForm()
        found["thaw"] = forms.ReasonForm()
    elif batch.stage == BatchStage.REVIEWING:
        found["results"] = forms.ResultsForm(initial={"outcome": ExpertOutcome.PASSED})
        found["publicise"] = forms.NoticeForm(initial={"notice_from": today})
    elif batch.stage == BatchStage.PUBLICISED:
        found["announce"] = forms.AnnounceForm(
            initial={
                "document_no": batch.document_no,
                "announced_on": today,
                "valid_from": batch.valid_from or today,
            }
        )
    elif batch.announced_by is not None:
        found["retract"] = forms.ReasonForm()
    return found
