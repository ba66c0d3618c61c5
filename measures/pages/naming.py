"""名单列入: whom a list names — people, institutions, parks, districts, stations, teams — pasted
from a sheet, one a line.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from measures.actions import naming
from measures.choices import PayeeKind, ProgrammeState
from measures.models import Programme
from measures.rules.amounts import amount_rule, facts_asked
from measures.rules.naming import NAMED, Named
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.rulekit.fields import declared
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

FIND: Final = Capability.ENTITLEMENT_FIND
APART: Final = re.compile(r"\t|,|，|;|；")
MOST: Final = 500


class ListForm(forms.Form):
    """One payee a line: number, name, unit, day of the fact, and what the amount follows."""

    rows = forms.CharField(
        label="名单",
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12, "class": "code"}),
        error_messages={"required": "请粘贴名单"},
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.asked = facts_asked(amount_rule(programme.amount_rule))
        self.fields["rows"].help_text = f"每行一个：{'，'.join(self.columns())}；可从表格中整列粘贴"

    def columns(self) -> list[str]:
        number = "统一社会信用代码" if self._enterprises() else "识别码"
        labels = {**{name: field.label for name, field in declared().items()}, **NAMED}
        return [
            number,
            "名称",
            "管理单位",
            "事实发生日",
            *(labels.get(it, it) for it in self.asked),
        ]

    def clean_rows(self) -> list[Named]:
        """What each line says; every line that is not understood is named."""
        lines = [line for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(f"一次最多列入 {MOST} 个")
        units, known = _units(), self._known(lines)
        found, wrong = [], []
        for number, line in enumerate(lines, 1):
            cells = [cell.strip() for cell in APART.split(line)]
            try:
                found.append(self._named(cells, units, known))
            except ValueError as why:
                wrong.append(f"第 {number} 行：{why}")
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def _named(self, cells: list[str], units: Mapping[str, int], known: Mapping[str, int]) -> Named:
        columns = self.columns()
        if len(cells) != len(columns):
            raise ValueError(
                f"应有 {len(columns)} 列（{'，'.join(columns)}），现有 {len(cells)} 列"
            )
        identifier, name, unit, day, *rest = cells
        if unit not in units:
            raise ValueError(f"没有名为“{unit}”的管理单位")
        enterprise = known.get(identifier.upper())
        if self._enterprises() and enterprise is None:
            raise ValueError(f"企业名录中没有“{identifier}”")
        facts = dict(zip(self.asked, map(_number, rest), strict=True))
        return Named(identifier, name, units[unit], _day(day), enterprise, facts)

    def _known(self, lines: list[str]) -> dict[str, int]:
        if not self._enterprises():
            return {}
        codes = {APART.split(line)[0].strip().upper() for line in lines}
        found = Enterprise.objects.filter(uscc__in=codes).values_list("uscc", "pk")
        return {code: pk for code, pk in found if code is not None}

    def _enterprises(self) -> bool:
        return self.programme.payee_kind == PayeeKind.ENTERPRISE


class NamePage(ScopedPage):
    """All of a list or none of it; whoever stands on it already is named."""

    capability = FIND
    title = "名单列入"
    template_name = "promises/name.html"
    model = Programme

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.programme()
        kwargs.setdefault("form", ListForm(programme=row))
        context = super().get_context_data(row=row, **kwargs)
        crumbs = [
            Crumb("兑现项目", reverse("programmes")),
            Crumb(row.title, reverse("programme", args=[row.pk])),
            Crumb(self.title),
        ]
        return {**context, "crumbs": crumbs}

    def programme(self) -> Programme:
        rows = Programme.objects.within(self.access.reach(FIND)).exclude(state=ProgrammeState.DRAFT)
        return rows.get(pk=self.kwargs["pk"], eligibility__isnull=True)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, now = ListForm(request.POST, programme=self.programme()), timezone.now()
        made: Any = REFUSED
        if form.is_valid():
            made = attempt(
                form,
                lambda rows: naming.put_forward(
                    pk, access=self.access, at=now, on=timezone.localdate(now), named=rows
                ),
            )
        if made is REFUSED:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, f"已列入 {len(made)} 个对象，由其管理单位审核")
        return redirect(f"{reverse('entitlements')}?programme={pk}")


def _units() -> dict[str, int]:
    return dict(_spelled())


def _spelled() -> Iterator[tuple[str, int]]:
    """Every way to write a unit."""
    for unit in Jurisdiction.objects.managing():
        for word in (unit.code, unit.name, unit.short, *unit.aliases):
            yield word, unit.pk


def _day(word: str) -> date:
    try:
        return date(*map(int, re.split(r"[-/.]", word)))
    except (TypeError, ValueError):
        raise ValueError(f"“{word}”不是日期，应形如 2026-12-31") from None


def _number(word: str) -> Decimal:
    try:
        found = Decimal(word)
    except InvalidOperation:
        raise ValueError(f"“{word}”不是数") from None
    if not found.is_finite():
        raise ValueError(f"“{word}”不是数")
    return found
