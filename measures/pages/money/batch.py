"""One batch: its lines and their sum, its notice with objections, its order, and the papers."""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from measures.choices import BatchState, EntitlementState, ObjectionState
from measures.models import DisbursementBatch, Entitlement, Objection, Payment, PublicNotice
from measures.pages.money.acts import ONE
from measures.queries.annex import lines_of
from measures.reports import payments as papers
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused
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


class DisbursementPaper(ScopedPage):
    """公示、下达通知（docx）与明细表（xlsx）。"""

    capability = VIEW
    title = "文件"
    http_method_names = ["get", "head", "options"]
    model = DisbursementBatch

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = PAPERS.get(kwargs["paper"])
        if made is None:
            raise Http404
        rows = DisbursementBatch.objects.readable(self.access.reach(VIEW)).for_list()
        body, media, name = made(rows.get(pk=kwargs["pk"]))
        head = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
        return HttpResponse(body, content_type=media, headers=head)


def _notice(batch: DisbursementBatch) -> tuple[bytes, str, str]:
    found = PublicNotice.objects.select_related("batch__jurisdiction").filter(batch=batch).first()
    if found is None:
        raise ActionRefused("该批次尚未公示")
    paper = papers.notice_paper(found, lines_of(batch.pk))
    return to_docx(paper), MEDIA, f"{batch.title}公示.docx"


def _order(batch: DisbursementBatch) -> tuple[bytes, str, str]:
    if batch.ordered_on is None:
        raise ActionRefused("该批次尚未下达")
    paper = papers.order_paper(batch, lines_of(batch.pk), batch.ordered_on)
    return to_docx(paper), MEDIA, f"{batch.title}下达通知.docx"


def _annex(batch: DisbursementBatch) -> tuple[bytes, str, str]:
    sheet = papers.annex(batch, lines_of(batch.pk))
    return to_xlsx(sheet), LAYOUTS[Layout.XLSX], f"{batch.title}资金明细表.xlsx"


PAPERS: Final[dict[str, Callable[[DisbursementBatch], tuple[bytes, str, str]]]] = {
    "notice": _notice,
    "order": _order,
    "annex": _annex,
}


def _objections(batch: DisbursementBatch, reach: Any) -> Any:
    rows = Objection.objects.within(reach).filter(notice__batch=batch)
    return rows.select_related("entitlement__payee").order_by(_open_first(), "-pk")


def _open_first() -> Case:
    return Case(When(state=ObjectionState.OPEN, then=Value(0)), default=Value(1))


def _ended(notice: PublicNotice, today: Any) -> bool:
    return bool(today > notice.shown_to)
