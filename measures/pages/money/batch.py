"""One batch: its lines and their sum, its notice with objections, its order, and the papers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from measures.choices import BatchState, EntitlementState, ObjectionState, PaperKind
from measures.models import (
    DisbursementBatch,
    DisbursementPaper,
    Entitlement,
    Objection,
    Payment,
    PublicNotice,
)
from measures.pages.money.acts import ONE
from measures.queries.annex import drafted, left_since
from measures.reports import payments as papers
from measures.rules.papers import PaperLine, read
from wuhan_smes.access import Capability
from wuhan_smes.reporting.choices import Layout
from wuhan_smes.reporting.layouts import MEDIA as LAYOUTS
from wuhan_smes.reporting.official import MEDIA, to_docx
from wuhan_smes.reporting.sheet import to_xlsx
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

VIEW: Final = Capability.PAYMENT_VIEW
S = EntitlementState


class DisbursementPage(ScopedPage):
    """拨付批次：进程、公示与异议、下达、明细。"""

    capability = VIEW
    title = "拨付批次"
    template_name = "money/batch.html"
    model = DisbursementBatch

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(VIEW)
        batch = DisbursementBatch.objects.readable(reach).for_list().get(pk=self.kwargs["pk"])
        mine = Payment.objects.within(reach).for_list().filter(batch=batch)
        notice = PublicNotice.objects.filter(batch=batch).first()
        arranges = self.access.holds(Capability.PAYMENT_ARRANGE)
        today = timezone.localdate()
        context = super().get_context_data(
            batch=batch,
            notice=notice,
            over=notice is not None and today > notice.shown_to,
            page=listing(self.request, mine, orderings={"id": ("id",)}),
            papers=[_kept(paper) for paper in batch.papers.order_by("pk")],
            objections=_objections(batch, reach),
            publish=self._publish(batch, arranges),
            order=self._order(batch, arranges, notice, today),
            may_object=arranges and notice is not None and not _ended(notice, today),
            object_form=ONE["object"].form(initial={"raised_on": today}),
            decides=self.access.holds(Capability.ENTITLEMENT_CHECK),
            dismiss=ONE["dismiss"].form(),
            today=today,
            back=self.request.path,
            **kwargs,
        )
        crumbs = [
            Crumb("资金", reverse("money-desk")),
            Crumb("拨付批次", reverse("disbursements")),
            Crumb(batch.title),
        ]
        return {**context, "title": batch.title, "crumbs": crumbs}

    def _publish(self, batch: DisbursementBatch, arranges: bool) -> Any:
        if not arranges or batch.state != BatchState.ARRANGED:
            return None
        return ONE["publish"].form(initial={"shown_from": timezone.localdate(), "workdays": 5})

    def _order(self, batch: DisbursementBatch, arranges: bool, notice: Any, today: Any) -> Any:
        """The form of the order once the notice is over and a line waits for it."""
        if not arranges or notice is None or not _ended(notice, today):
            return None
        waiting = Entitlement.objects.filter(payments__batch=batch, state=S.NOTICED)
        return ONE["order"].form(initial={"on": today}) if waiting.exists() else None


class BatchAnnex(ScopedPage):
    """尚未公示的批次的明细表（xlsx）；公示、下达后的各以当时留存的为准。"""

    capability = VIEW
    title = "明细表"
    http_method_names = ["get", "head", "options"]
    model = DisbursementBatch

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = DisbursementBatch.objects.readable(self.access.reach(VIEW)).for_list()
        batch = rows.get(pk=pk)
        sheet = papers.annex(drafted(batch))
        return _file(to_xlsx(sheet), LAYOUTS[Layout.XLSX], f"{batch.title}资金明细表.xlsx")


class PaperPage(ScopedPage):
    """公示、下达通知（docx）与其明细表（xlsx），由当时留存的内容生成。"""

    capability = VIEW
    title = "文件"
    http_method_names = ["get", "head", "options"]
    model = DisbursementPaper

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = PAPERS.get(kwargs["paper"])
        if made is None:
            raise Http404
        row = DisbursementPaper.objects.within(self.access.reach(VIEW)).get(pk=kwargs["pk"])
        return _file(*made(row))


def _paper(row: DisbursementPaper) -> tuple[bytes, str, str]:
    said = read(row.canonical)
    if row.kind == PaperKind.NOTICE:
        return to_docx(papers.notice_paper(said)), MEDIA, f"{said.title}公示.docx"
    return to_docx(papers.order_paper(said)), MEDIA, f"{said.title}下达通知.docx"


def _annex(row: DisbursementPaper) -> tuple[bytes, str, str]:
    said = read(row.canonical)
    sheet = papers.annex(said, left_since(row, said.lines))
    name = f"{said.title}{row.get_kind_display()}明细表.xlsx"
    return to_xlsx(sheet), LAYOUTS[Layout.XLSX], name


PAPERS: Final[dict[str, Callable[[DisbursementPaper], tuple[bytes, str, str]]]] = {
    "paper": _paper,
    "annex": _annex,
}


def _file(body: bytes, media: str, name: str) -> HttpResponse:
    head = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(body, content_type=media, headers=head)


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper as it went out, and which of its lines left since: (line, when and by what)."""

    row: DisbursementPaper
    left: list[tuple[PaperLine, str]]


def _kept(row: DisbursementPaper) -> Kept:
    lines = read(row.canonical).lines
    gone = left_since(row, lines)
    return Kept(row, [(line, gone[line.line]) for line in lines if line.line in gone])


def _objections(batch: DisbursementBatch, reach: Any) -> Any:
    rows = Objection.objects.within(reach).filter(notice__batch=batch)
    return rows.select_related("entitlement__payee").order_by(_open_first(), "-pk")


def _open_first() -> Case:
    return Case(When(state=ObjectionState.OPEN, then=Value(0)), default=Value(1))


def _ended(notice: PublicNotice, today: Any) -> bool:
    return bool(today > notice.shown_to)
