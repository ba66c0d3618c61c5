"""标准变化推演: the same enterprises by two standards, and which lines turn them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.choices import ApplicationKind, Tier
from enterprises.queries.assessment import Basis, basis_for
from enterprises.queries.rule_changes import (
    GAINED,
    LOST,
    TASK,
    UNKNOWN,
    Reason,
    RuleChange,
    compared,
    holders,
    too_many,
)
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.jobs.outbox import enqueue
from wuhan_smes.operations.pages.prospects import ways
from wuhan_smes.operations.pages.sieves import RunningSieve
from wuhan_smes.rulekit.models import RuleSet
from wuhan_smes.web.pages import ScopedPage

LAST: Final = 5
OUTCOMES: Final = (
    (GAINED, "新符合", "good", "原来不符合的，是这些条款挡住的"),
    (LOST, "不再符合", "bad", "现在不符合的，是这些条款挡住的"),
    (UNKNOWN, "变为未知", "warn", "缺这些条款的数据"),
)


class RuleChangeSieve(RunningSieve):
    """Two standards, a kind of application, and whom to compare."""

    defaults = {
        "before": "LG-2022",
        "after": "LG-2026",
        "holding": Tier.SRDI_SME.value,
        "kind": ApplicationKind.NEW.value,
    }
    before = forms.ChoiceField(label="原标准", required=False)
    after = forms.ChoiceField(label="新标准", required=False)
    kind = forms.ChoiceField(label="申请类别", required=False, choices=ApplicationKind.choices)
    holding = forms.ChoiceField(label="对谁比较：现持有", required=False, choices=Tier.choices)
    field_order = ("before", "after", "kind", "holding", "jurisdiction")

    def prepare(self) -> None:
        sets = RuleSet.objects.newest().national().order_by("tier", "effective_from", "code")
        offered = [(one.code, f"{one.name}（{one.code}）") for one in sets]
        self.offer("before", offered)
        self.offer("after", offered)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to be touched, how many are, and by which lines."""

    label: str
    tone: str
    why: str
    count: int
    reasons: Sequence[Reason]


class RuleChangesPage(ScopedPage):
    """Who gains, who loses, who becomes unknown: every difference explained by its lines."""

    capability = Capability.INDICATOR_VIEW
    title = "标准变化推演"
    template_name = "operations/rule_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        sieve = RuleChangeSieve(self.request.GET, reach=reach)
        context = super().get_context_data(form=sieve, ways=ways("rule-changes"), **kwargs)
        if sieve.errors:
            return context
        given = _given(sieve)
        unit = given.get("jurisdiction", "")
        asked = holders(given["holding"], on=sieve.day, reach=reach, jurisdiction=unit)
        before, after = (_basis(given, name) for name in ("before", "after"))
        context |= {"before": before, "after": after, "holding": Tier(given["holding"])}
        if not too_many(asked):
            return context | _told(compared(asked, before, after))
        jobs = self._jobs(given)
        unfinished = any(job.is_unfinished for job in jobs)
        context |= {"many": True, "jobs": jobs, "unfinished": unfinished}
        done = next((job for job in jobs if job.state == JobState.DONE), None)
        if done is None or done.result is None:
            return context
        return context | _told(RuleChange.of_kept(done.result)) | {"worked_at": done.created_at}

    def post(self, request: HttpRequest) -> HttpResponse:
        """The order to judge everybody in the background."""
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        sieve = RuleChangeSieve(request.POST, reach=reach)
        if sieve.errors:
            raise InputRefused(Fault("", "invalid", "请重新选择标准与企业"))
        given = _given(sieve)
        with transaction.atomic():
            enqueue(TASK, given, access=self.access, capability=Capability.INDICATOR_VIEW)
        messages.success(request, "已开始推演，完成后本页自动显示")
        words = {name: word for name, word in given.items() if name != "on"}
        return redirect(f"{reverse('rule-changes')}?{urlencode(words)}")

    def _jobs(self, given: Mapping[str, str]) -> list[Job]:
        """What was ordered of the same question, the latest first."""
        asked = {name: word for name, word in given.items() if name != "on"}
        rows = Job.objects.visible_to(self.access).filter(task=TASK, kwargs__contains=asked)
        return list(rows.order_by("-id")[:LAST])


def _given(sieve: RuleChangeSieve) -> dict[str, str]:
    """The question, as the job is told it."""
    names = ("before", "after", "kind", "holding", "jurisdiction")
    return {
        "on": sieve.day.isoformat(),
        **{name: word for name in names if (word := sieve.chosen(name))},
    }


def _basis(given: Mapping[str, str], name: str) -> Basis:
    return basis_for("", given["kind"], on=timezone.localdate(), rule_set=given[name])


def _told(found: RuleChange) -> dict[str, Any]:
    return {
        "looked_at": found.looked_at,
        "outcomes": _outcomes(found),
        "moves": sorted(found.verdicts.items(), key=lambda one: -one[1]),
    }


def _outcomes(found: RuleChange) -> list[Outcome]:
    return [
        Outcome(label, tone, why, found.count(name), found.reasons[name])
        for name, label, tone, why in OUTCOMES
    ]
