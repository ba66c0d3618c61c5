"""A record is made, put right, struck off."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.actions import records
from measures.models import EnterpriseRecord, Record
from measures.pages.records.forms import RecordForm
from measures.pages.records.lists import model_named
from measures.pages.records.shown import shown
from measures.queries.record_owners import kept_reach
from wuhan_smes.access import Capability
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage


class OfKind(ScopedPage):
    """A page about records of the kind its address names."""

    kind: type[Record]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = model_named(kwargs["record_kind"])

    def crumbs(self) -> list[Crumb]:
        code = self.kind.told.code
        return [
            Crumb("专项台账", reverse("record-kinds")),
            Crumb(str(self.kind._meta.verbose_name), reverse("records", args=[code])),
            Crumb(self.title),
        ]


class NewRecordPage(OfKind):
    capability = Capability.RECORD_EDIT
    title = "登记"
    template_name = "records/form.html"

    def form(self, data: Any = None) -> RecordForm:
        reach = self.access.reach(Capability.RECORD_EDIT)
        return RecordForm(data, model=self.kind, reach=reach, new=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(kind=self.kind.told, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid() and attempt(form, self._record) is not REFUSED:
            messages.success(request, "已登记")
            return redirect("records", self.kind.told.code)
        return self.render_to_response(self.get_context_data(form=form))

    def _record(self, **said: Any) -> Record:
        unit = said.pop("jurisdiction", None)
        return records.record(
            self.kind.told.code,
            access=self.access,
            at=timezone.now(),
            enterprise_id=said.pop("enterprise", None),
            jurisdiction_id=int(unit) if unit else None,
            values=said,
        )


class StrikeForm(forms.Form):
    reason = forms.CharField(label="撤销理由", max_length=200)


class RecordPage(OfKind):
    """One record: to read, and, for whoever keeps the list, to put right."""

    capability = Capability.RECORD_VIEW
    title = "查看与更正"
    template_name = "records/one.html"

    def row(self) -> Record:
        reach = self.access.reach(Capability.RECORD_VIEW)
        return self.kind.objects.within(reach).for_list().get(pk=self.kwargs["pk"])

    def form(self, row: Record, data: Any = None) -> RecordForm:
        names = [it.name for it in self.kind.columns()]
        initial = {name: getattr(row, name) for name in names}
        reach = self.access.reach(Capability.RECORD_VIEW)
        return RecordForm(data, model=self.kind, reach=reach, new=False, initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row()
        kwargs.setdefault("form", self.form(row))
        may = row.struck_at is None and self._keeps(row)
        context = super().get_context_data(
            row=row,
            kind=self.kind.told,
            enterprise=row if isinstance(row, EnterpriseRecord) else None,
            sees_register=self.access.holds(Capability.REGISTER_VIEW),
            told=[(it.verbose_name, shown(row, it.name)) for it in self.kind.columns()],
            may_edit=may,
            strike=StrikeForm(),
            **kwargs,
        )
        return context | {"title": row.title}

    def _keeps(self, row: Record) -> bool:
        if not self.access.holds(Capability.RECORD_EDIT):
            return False
        return kept_reach(self.kind, self.access.reach(Capability.RECORD_EDIT)).covers(
            row.jurisdiction_id
        )

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        row, code = self.row(), self.kind.told.code
        if "strike" in request.POST:
            words = StrikeForm(request.POST)
            if not words.is_valid():
                messages.error(request, "请写明撤销理由")
                return redirect("record", code, pk)
            reason = words.cleaned_data["reason"]
            records.strike_set(code, [pk], access=self.access, at=timezone.now(), reason=reason)
            messages.success(request, "已撤销，记录留存可查")
            return redirect("records", code)
        form = self.form(row, request.POST)
        seen = request.POST.get("version", "")
        do = partial(
            self._amend, pk=pk, version=int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        )
        if form.is_valid() and attempt(form, do) is not REFUSED:
            messages.success(request, "已更正")
            return redirect("record", code, pk)
        return self.render_to_response(self.get_context_data(form=form))

    def _amend(self, *, pk: int, version: int, **said: Any) -> Record:
        return records.amend(
            self.kind.told.code,
            pk,
            access=self.access,
            at=timezone.now(),
            values=said,
            expected_version=version,
        )
