"""评估: one enterprise against one standard, line by line; with other figures, and kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.actions import assessments
from enterprises.choices import ApplicationKind, Tier
from enterprises.models import Assessment, Enterprise
from enterprises.pages.leading_on import LeadsOn
from enterprises.queries.assessment import Basis, basis_for
from enterprises.queries.explained import Explained, Line, explain, explain_played
from enterprises.queries.facts_told import Facts, asked_places
from enterprises.queries.highest import held_on, highest_of
from enterprises.queries.prospects import LEADS_TO
from wuhan_smes.access import Capability
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.operations.pages.prospects import TONES
from wuhan_smes.rulekit.choices import Result
from wuhan_smes.rulekit.compiling.documents import NONE_KNOWN, year_name
from wuhan_smes.rulekit.facts import check_facts
from wuhan_smes.rulekit.fields import Field, Kind, declared
from wuhan_smes.web.pages import Crumb, ScopedPage

NEXT: Final[Mapping[Tier | None, Tier]] = {
    None: Tier.INNOVATIVE_SME,
    Tier.TECH_INNOVATIVE: Tier.SRDI_SME,
    Tier.SRDI_SME: Tier.LITTLE_GIANT,
    Tier.LITTLE_GIANT: Tier.CHAMPION,
}
MOST_KEPT: Final = 5
YES_NO: Final = (("", "未知"), ("1", "是"), ("0", "否"))
NONE_WORD: Final = "无"  # a rank that is known not to be there
Asked = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Play:
    """One figure one may change: its name in the address, what stands there, what may stand."""

    name: str
    label: str
    unit: str
    value: str
    choices: tuple[tuple[str, str], ...]
    changed: bool
    is_position: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the standard on the page."""

    line: Line
    needed: bool

    @property
    def tone(self) -> str:
        return TONES.get(self.line.result, "")

    @property
    def asked(self) -> list[str]:
        """What has to be asked on a visit before anybody can say."""
        if self.line.result != Result.UNKNOWN:
            return []
        missing = [one.field.label for one in self.line.inputs if one.value is None]
        return missing or [self.line.rule.name]


class AskSieve(forms.Form):
    """Which tier, by which kind of application, on which day."""

    tier = forms.ChoiceField(
        label="目标梯度", required=False, choices=[(tier.value, tier.label) for tier in LEADS_TO]
    )
    application_kind = forms.ChoiceField(
        label="申请类别", required=False, choices=ApplicationKind.choices
    )
    on = forms.DateField(
        label="申报日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期应形如 2025-07-25"},
    )

    def __init__(self, words: Any, *, tier: Tier) -> None:
        chosen = {name: word for name, word in words.items() if word}
        target = chosen.get("tier") if chosen.get("tier") in LEADS_TO else tier
        kind = LEADS_TO[Tier(str(target))]
        given = {"tier": tier, "application_kind": kind, "on": timezone.localdate().isoformat()}
        super().__init__({**given, **chosen})

    def basis(self) -> Basis:
        """What was asked; refuses what no standard is for."""
        if not self.is_valid():
            raise InputRefused(
                *(Fault(name, "invalid", str(faults[0])) for name, faults in self.errors.items())
            )
        words = self.cleaned_data
        return basis_for(words["tier"], words["application_kind"], on=words["on"])


class AssessmentPage(LeadsOn):
    """How one enterprise stands for the next tier, and how it would with other figures."""

    capability = Capability.INDICATOR_VIEW
    title = "梯度评估"
    template_name = "operations/assessment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        enterprise = Enterprise.objects.within(reach).for_list().get(pk=self.kwargs["pk"])
        held = held_on(timezone.localdate(), [enterprise.pk], reach=reach).get(enterprise.pk, [])
        sieve = AskSieve(self.request.GET, tier=NEXT.get(highest_of(held), Tier.CHAMPION))
        context = super().get_context_data(enterprise=enterprise, held=held, form=sieve, **kwargs)
        crumbs = [
            Crumb("企业", reverse("enterprises")),
            Crumb(enterprise.name, reverse("enterprise", args=[enterprise.pk])),
            Crumb("梯度评估"),
        ]
        shown = {**context, "title": enterprise.name, "crumbs": crumbs}
        try:
            return {**shown, **self._answer(enterprise, sieve.basis())}
        except ActionRefused as refusal:
            return {**shown, "refusal": refusal.message}

    def _answer(self, enterprise: Enterprise, basis: Basis) -> dict[str, Any]:
        reach = self.access.reach(Capability.INDICATOR_VIEW)
        now = explain(enterprise.pk, basis, reach=reach)
        changes = changes_of(self.request.GET, now.facts, basis)
        wrong = ""
        found = now
        if changes:
            try:
                check_facts(changes, declared())
                found = explain_played(enterprise.pk, basis, changes, reach=reach)
            except InputRefused as refusal:
                wrong = refusal.message
        kept = Assessment.objects.within(reach).filter(enterprise=enterprise)
        rows = _rows(found)
        return {
            "basis": basis,
            "now": now,
            "found": found,
            "tone": TONES.get(found.reading.verdict, ""),
            "was_tone": TONES.get(now.reading.verdict, ""),
            "rows": rows,
            "met": [row.line.rule for row in rows if row.tone == "good"],
            "to_ask": list(dict.fromkeys(label for row in rows for label in row.asked)),
            "lacking": [basis.name_of(code) for code in found.reading.lacking],
            "open": [basis.name_of(code) for code in found.reading.open],
            "plays": list(plays(self.request.GET, now.facts, basis)),
            "played": found is not now,
            "wrong": wrong,
            "kept": kept.order_by("-id")[:MOST_KEPT],
            "may_keep": self._may(Capability.INDICATOR_EDIT, enterprise),
            "may_put_in": self._may(Capability.CULTIVATION_EDIT, enterprise)
            and basis.application_kind != ApplicationKind.REVIEW,
        }

    def _may(self, capability: Capability, enterprise: Enterprise) -> bool:
        if not self.access.holds(capability):
            return False
        return self.access.reach(capability).covers(enterprise.jurisdiction_id)


class KeepAssessment(ScopedPage):
    """Keeps the assessment with the facts as they are; nothing of what was played."""

    capability = Capability.INDICATOR_EDIT
    title = "梯度评估"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sieve = AskSieve(request.POST, tier=Tier.LITTLE_GIANT)
        basis = sieve.basis()
        address = f"{reverse('enterprise-assessment', args=[pk])}?tier={basis.rules.tier}"
        address += f"&application_kind={basis.application_kind}&on={basis.on}"
        try:
            assessments.keep(
                pk,
                access=self.access,
                at=timezone.now(),
                tier=basis.rules.tier,
                application_kind=basis.application_kind,
                on=basis.on,
                note=request.POST.get("note", ""),
            )
        except assessments.NothingNew as refusal:
            messages.info(request, refusal.message)
        else:
            messages.success(request, "评估已存档")
        return redirect(address)


def plays(words: Mapping[str, str], facts: Facts, basis: Basis) -> Iterator[Play]:
    """Every figure the rules ask that one value can answer, as it is or as it was changed."""
    for name, year in _changeable(basis):
        field, key = declared()[name], _key(name, year)
        kept = _written(facts, name, year)
        value = words.get(key, kept)
        label = field.label if year is None else f"{basis.on.year + year} 年{field.label}"
        is_position = field.kind is Kind.POSITION
        yield Play(key, label, field.unit, value, _choices(field), value != kept, is_position)


def changes_of(words: Mapping[str, str], facts: Facts, basis: Basis) -> Facts:
    """What the address says otherwise than the register, as facts."""
    found: Facts = {}
    for name, year in _changeable(basis):
        text = words.get(_key(name, year))
        if text is None or text.strip() == _written(facts, name, year):
            continue
        value = _read(declared()[name], text.strip())
        if year is None:
            found[name] = value
        else:
            found.setdefault(name, {})[year_name(year)] = value
    return found


def _rows(found: Explained) -> list[Row]:
    """What is missing first, then what is open, then what is met; in the order of the document."""
    needed = found.basis.rules.passing.roles
    order = {Result.UNMET: 0, Result.UNKNOWN: 1, Result.MANUAL: 1}
    rows = [
        Row(line, line.rule.role in needed)
        for line in found.lines
        if line.result != Result.NOT_APPLICABLE
    ]
    return sorted(rows, key=lambda row: (not row.needed, order.get(row.line.result, 2)))


def _changeable(basis: Basis) -> list[Asked]:
    asked = (
        (name, year) for name, year in asked_places(basis) if declared()[name].kind is not Kind.SET
    )
    return sorted(asked, key=lambda it: (declared()[it[0]].label, it[1] or 0))


def _key(name: str, year: int | None) -> str:
    return f"f.{name}" if year is None else f"f.{name}.{year_name(year)}"


def _written(facts: Facts, name: str, year: int | None) -> str:
    value = facts.get(name)
    if isinstance(value, Mapping):
        value = value.get(year_name(year or 0))
    if value is None:
        return ""
    if value == NONE_KNOWN:
        return NONE_WORD
    return str(int(value)) if isinstance(value, bool) else str(value)


def _read(field: Field, text: str) -> Any:
    if not text:
        return None
    if field.kind is Kind.YES_NO:
        return {"1": True, "0": False}.get(text, text)
    return NONE_KNOWN if field.kind is Kind.POSITION and text == NONE_WORD else text


def _choices(field: Field) -> tuple[tuple[str, str], ...]:
    if field.kind is Kind.YES_NO:
        return YES_NO
    if field.kind is Kind.POSITION or not field.words:
        return ()
    return (("", "未知"), *((word, field.word(word)) for word in field.words))
