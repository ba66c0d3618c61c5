"""A unit's desk for one batch: each line with how it stood, a word on it, and the report."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import recommending
from enterprises.actions.recommending import Word
from enterprises.choices import ApplicationKind, CandidateState
from enterprises.models import BatchCandidate, BatchUnit, RecognitionBatch
from enterprises.queries.assessment import ROUTES
from enterprises.rules.recommending import DECISIONS
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.web.pages import Crumb, ScopedPage

EDIT: Final = Capability.CULTIVATION_EDIT


class UnitDeskPage(ScopedPage):
    """One unit at a time; who reaches several chooses. Saved as often as one likes, then sent."""

    capability = EDIT
    title = "本单位推荐"
    template_name = "batches/unit.html"
    model = RecognitionBatch

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(EDIT)
        batch = RecognitionBatch.objects.within(reach).get(pk=self.kwargs["pk"])
        listed = BatchCandidate.objects.within(reach).filter(batch=batch)
        mine = set(listed.values_list("jurisdiction_id", flat=True))
        parts = [
            part
            for part in BatchUnit.objects.within(reach)
            .filter(batch=batch)
            .select_related("jurisdiction")
            .order_by("jurisdiction__display_order", "pk")
            if part.jurisdiction_id in mine
        ]
        asked = self.request.GET.get("unit", "")
        chosen = [it for it in parts if it.jurisdiction.code == asked] or parts
        part = chosen[0] if chosen else None
        lines = (
            listed.for_list().filter(jurisdiction_id=part.jurisdiction_id).order_by("rank", "pk")
            if part
            else listed.none()
        )
        context = super().get_context_data(
            batch=batch,
            parts=parts,
            part=part,
            lines=[(line, _lacking(line)) for line in lines],
            decisions=_decisions(batch),
            open=part is not None and part.submitted_at is None,
            today=timezone.localdate(),
            **kwargs,
        )
        crumbs = [
            Crumb("批次", reverse("batches")),
            Crumb(batch.name, reverse("batch", args=[batch.pk])),
            Crumb(self.title),
        ]
        return {**context, "title": f"{batch.name}：推荐", "crumbs": crumbs}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit = request.POST.get("unit", "")
        try:
            said = _said(request)
            who: dict[str, Any] = {"access": self.access, "at": timezone.now()}
            if said:
                recommending.recommend(pk, **who, said=said)
            if "submit" in request.POST:
                parts = BatchUnit.objects.within(self.access.reach(EDIT)).filter(batch_id=pk)
                part = parts.get(jurisdiction__code=unit)
                recommending.submit(pk, **who, jurisdiction_id=part.jurisdiction_id)
        except NotPermitted:
            raise
        except ActionRefused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "已报送" if "submit" in request.POST else "已保存")
        return redirect(f"{reverse('batch-unit', args=[pk])}?unit={unit}")


def _said(request: HttpRequest) -> dict[int, Word]:
    """The word on each line that has one."""
    said = {}
    for name, state in request.POST.items():
        key = name.removeprefix("state-")
        if name.startswith("state-") and key.isdecimal() and len(key) < 19 and state:
            rank = request.POST.get(f"rank-{key}", "")
            ranked = state == CandidateState.RECOMMENDED and rank.isdecimal() and len(rank) < 5
            note = request.POST.get(f"note-{key}", "")
            said[int(key)] = Word(str(state), note, int(rank) if ranked else None)
    return said


def _decisions(batch: RecognitionBatch) -> list[tuple[str, str]]:
    """What a unit may decide in a batch of this kind."""
    review = batch.kind == ApplicationKind.REVIEW
    return [
        (it.value, str(it.label))
        for it in DECISIONS
        if review or it != CandidateState.NOT_SUBMITTED
    ]


def _lacking(line: BatchCandidate) -> str:
    """What the kept assessment lacked, in words."""
    kept = line.assessment
    if kept is None:
        return ""
    names = {one["code"]: one["name"] for one in kept.criteria}
    return "、".join(names.get(code, ROUTES) for code in kept.lacking)
