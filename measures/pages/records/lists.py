"""All kinds with their figures, and the list of one kind."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from measures.models import Record, kinds
from measures.pages.records.forms import RecordSieve
from measures.pages.records.shown import own_columns, told
from measures.queries.record_owners import may_keep, read_reach
from measures.queries.records import counted
from measures.reports.records import export_of
from wuhan_smes.access import Capability
from wuhan_smes.reporting.pages import ExportedPage, ListOfPage
from wuhan_smes.reporting.sources import Source
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage


def model_named(code: str) -> type[Record]:
    """The kind an address names. Raises Http404 for another word."""
    try:
        return kinds()[code]
    except KeyError:
        raise Http404 from None


class RecordKindsPage(ScopedPage):
    """Every kind with what it comes to today; of an agency, the kinds it answers for."""

    capability = Capability.RECORD_VIEW
    title = "专项台账"
    template_name = "records/kinds.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("政策措施", reverse("measures")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        reach = self.access.reach(Capability.RECORD_VIEW)
        reached = {model: read_reach(model, reach) for model in kinds().values()}
        found = [
            (model, model._meta.verbose_name, counted(model, on=on, reach=mine))
            for model, mine in reached.items()
            if mine.everywhere or mine.jurisdiction_ids
        ]
        return super().get_context_data(kinds=found, on=on, **kwargs)


class RecordsPage(ExportedPage):
    """The records of a kind, the newest first; with a count, the rows behind its figure."""

    capability = Capability.RECORD_VIEW
    title = "专项台账"
    template_name = "records/list.html"
    orderings = {"-happened_on": ("-happened_on", "-id")}
    kind: type[Record]

    @classmethod
    def source(cls, name: str) -> Source:
        return ListOfPage(name, cls, {"record_kind": name.partition("/")[2]})

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = model_named(kwargs["record_kind"])
        self.title = str(self.kind._meta.verbose_name)
        self.url_name = f"records/{self.kind.told.code}"
        self.exports = export_of(self.kind)

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb("政策措施", reverse("measures")),
            Crumb("专项台账", reverse("record-kinds")),
            Crumb(self.title),
        ]

    def sieve(self) -> RecordSieve:
        return RecordSieve(self.request.GET, model=self.kind, reach=self.reach)

    def rows(self, sieve: RecordSieve) -> Any:
        rows = self.kind.objects.within(self.reach).for_list()
        if sieve.errors:
            return rows.none()
        chosen = sieve.cleaned_data
        rows = rows.filter(struck_at__isnull=not chosen["struck"])
        if chosen["count"]:
            on = chosen["on"] or timezone.localdate()
            rows = rows.counted(self.kind.told.count(chosen["count"]), on=on)
        elif chosen["on"]:
            rows = rows.filter(happened_on__lte=chosen["on"])
        if chosen["jurisdiction"]:
            rows = rows.filter(jurisdiction__code=chosen["jurisdiction"])
        if chosen["q"]:
            rows = rows.filter(title__contains=chosen["q"]) | rows.filter(
                number__contains=chosen["q"]
            )
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        on = timezone.localdate()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        own = own_columns(self.kind)
        return super().get_context_data(
            form=sieve,
            kind=self.kind.told,
            page=page,
            own=[label for _, label in own],
            told=[(row, told(row, own)) for row in page.rows],
            figures=counted(self.kind, on=on, reach=self.reach),
            quota=_quota(self.kind, self.reach),
            on=on,
            may_edit=may_keep(self.kind, self.access),
            may_import=self.access.holds(Capability.RECORD_EDIT)
            and self.access.holds(Capability.REGISTER_EXPORT),
            **kwargs,
        )


def _quota(kind: type[Record], reach: Any) -> str:
    """How much of the year's quota is used, where a document gives one to the city."""
    quota = kind.told.quota
    if quota is None or not reach.everywhere:
        return ""
    found = counted(kind, on=timezone.localdate(), reach=reach)
    used = next(it.value for it in found if it.count.code == quota.count)
    return f"今年 {used}，{'约 ' if quota.about else ''}{quota.a_year}（第 {quota.clause} 款）"
