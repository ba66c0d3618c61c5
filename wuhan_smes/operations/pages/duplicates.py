"""重复核对: pairs that may be one enterprise, the likeliest first; each looked at side by side."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import duplicates
from enterprises.choices import DuplicateState
from enterprises.models import DuplicatePair
from enterprises.querysets import DuplicatePairQuerySet
from enterprises.reports.identity_lists import PAIRS
from wuhan_smes.access import Capability
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.operations.queries.portraits import portraits
from wuhan_smes.reporting.pages import ExportedPage
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage
from wuhan_smes.web.putting_off import left_for_later, put_off, take_up

LIKELIEST: Final = {"-score": ("-score", "id")}
FIND: Final = "enterprises.find_duplicates"
EDIT: Final = Capability.REGISTER_EDIT
QUEUE: Final = "duplicates"
LATER: Final = "later"


class PairSieve(forms.Form):
    """Undecided pairs that one did not leave for later, unless others are asked for."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[*DuplicateState.choices, (LATER, "我放到稍后的")]
    )

    def __init__(self, words: Any) -> None:
        super().__init__({"state": words.get("state") or DuplicateState.OPEN})
        self.is_valid()


class DuplicatesPage(ExportedPage):
    """The queue of whoever may edit the register."""

    capability = EDIT
    title = "重复核对"
    template_name = "operations/duplicates.html"
    url_name = "duplicates"
    exports = PAIRS
    orderings = LIKELIEST

    def sieve(self) -> PairSieve:
        return PairSieve(self.request.GET)

    def rows(self, sieve: PairSieve) -> Any:
        state = sieve.cleaned_data.get("state", DuplicateState.OPEN)
        pairs = DuplicatePair.objects.within(self.reach).with_rows()
        if state == DuplicateState.OPEN:
            return still_here(pairs, self)
        if state == LATER:
            return left(pairs, self)
        return pairs.filter(state=state)

    def crumbs(self) -> list[Crumb]:
        return [Crumb("企业", reverse("enterprises")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sieve = self.sieve()
        page = listing(self.request, self.rows(sieve), orderings=self.orderings)
        later = left(DuplicatePair.objects.within(self.reach), self).count()
        here = sieve.cleaned_data.get("state") == LATER
        return super().get_context_data(form=sieve, page=page, later=later, of_later=here, **kwargs)


class PairPage(ScopedPage):
    """One pair: merge one way or the other, say they are two, or pass it over for now."""

    capability = EDIT
    title = "是否同一家企业"
    template_name = "operations/pair.html"
    model = DuplicatePair

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb("企业", reverse("enterprises")),
            Crumb("重复核对", reverse("duplicates")),
            Crumb(self.title),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(EDIT)
        pair = DuplicatePair.objects.within(reach).get(pk=self.kwargs["pk"])
        return super().get_context_data(
            pair=pair,
            sides=portraits(pair.a_id, pair.b_id, reach=reach),
            open=pair.state == DuplicateState.OPEN,
            left=pair.pk in left_for_later(QUEUE, access=self.access),
            **kwargs,
        )


class DismissPair(ScopedPage):
    """不是重复: remembered, and on to the next."""

    capability = EDIT
    title = "重复核对"
    http_method_names = ["post"]
    model = DuplicatePair

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        words = {"note": request.POST.get("note", "")[:200]}
        version = request.POST.get("version", "")
        expected = int(version) if version.isdecimal() else None
        pair = duplicates.dismiss(
            pk, access=self.access, at=timezone.now(), expected_version=expected, **words
        )
        messages.success(request, "已记为不是重复，今后不再提示")
        return redirect(following(pair, self))


class PairLater(ScopedPage):
    """稍后, and on to the next; or back into one's queue."""

    capability = EDIT
    title = "重复核对"
    http_method_names = ["post"]
    model = DuplicatePair

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pair = DuplicatePair.objects.within(self.access.reach(EDIT)).get(pk=pk)
        if "back" in request.POST:
            take_up(QUEUE, pair.pk, access=self.access)
            messages.success(request, "已放回队列")
            return redirect("pair", pair.pk)
        put_off(QUEUE, pair.pk, access=self.access, at=timezone.now())
        messages.success(request, "已放到稍后，在“状态：我放到稍后的”里可以找到")
        return redirect(following(pair, self))


class FindDuplicates(ScopedPage):
    """查找重复: in the background, over everything one may edit."""

    capability = EDIT
    title = "重复核对"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        enqueue(FIND, {}, access=self.access, capability=EDIT)
        messages.success(request, "已开始查找，完成后请回到“重复核对”查看")
        return redirect("jobs")


def still_here(pairs: DuplicatePairQuerySet, page: ScopedPage) -> QuerySet[DuplicatePair]:
    """Those waiting that the person did not leave for later."""
    return pairs.waiting().exclude(pk__in=left_for_later(QUEUE, access=page.access))


def left(pairs: DuplicatePairQuerySet, page: ScopedPage) -> QuerySet[DuplicatePair]:
    """Those waiting that the person left for later."""
    return pairs.waiting().filter(pk__in=left_for_later(QUEUE, access=page.access))


def following(pair: DuplicatePair, page: ScopedPage) -> str:
    """Where the next pair is looked at; the queue when there is none."""
    waiting = still_here(DuplicatePair.objects.within(page.access.reach(EDIT)), page)
    beyond = Q(score__lt=pair.score) | Q(score=pair.score, pk__gt=pair.pk)
    after = waiting.filter(beyond).order_by("-score", "pk").first()
    return reverse("pair", args=[after.pk]) if after else reverse("duplicates")
