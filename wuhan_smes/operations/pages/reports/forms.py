"""套表: workbooks of other offices, their cells named once, filled each month."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.access import Capability
from wuhan_smes.reporting.actions import forms as acts
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.filling import MOST_BYTES
from wuhan_smes.reporting.form_cells import FormCell
from wuhan_smes.reporting.models import SheetForm
from wuhan_smes.web.acts import attempt
from wuhan_smes.web.pages import Crumb, ScopedPage


class KeepForm(forms.Form):
    """The workbook and, line by line, what belongs where."""

    name = forms.CharField(label="套表名称", max_length=80)
    file = forms.FileField(
        label="模板（xlsx）", required=False, help_text="再次保存同名套表时可以不选，沿用原模板"
    )
    cells = forms.CharField(
        label="单元格",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=(
            "每行一格：Sheet1!B5 = 报表 | 行 | 栏 | 参数。行写单位名称或“合计”；"
            "参数可不写，如 basis=highest；from=本年。"
        ),
    )

    def clean_file(self) -> bytes:
        """Read no further than a template may be long."""
        given = self.cleaned_data["file"]
        return given.read(MOST_BYTES + 1) if given else b""


class FormsPage(ScopedPage):
    """The forms of one's unit, and one to be kept."""

    capability = Capability.REGISTER_EXPORT
    title = "套表"
    template_name = "operations/reports/forms.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("报表", reverse("reports")), Crumb(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reach = self.access.reach(Capability.REGISTER_EXPORT)
        kept = SheetForm.objects.within(reach).for_list().order_by("name", "pk")
        kwargs.setdefault("form", KeepForm(initial=self._again(kept)))
        return super().get_context_data(
            kept=kept,
            today=timezone.localdate(),
            reports=catalogue.open_to(self.access),
            **kwargs,
        )

    def _again(self, kept: Any) -> dict[str, str]:
        """The form named in the address, to be changed."""
        asked = self.request.GET.get("form", "")
        row = kept.filter(pk=asked).first() if asked.isdecimal() else None
        if row is None:
            return {}
        lines = [FormCell(**it).told for it in row.cells]
        return {"name": row.name, "cells": "\n".join(lines)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = KeepForm(request.POST, request.FILES)
        done = form.is_valid() and attempt(
            form,
            lambda name, file, cells: acts.keep_form(
                name, access=self.access, at=timezone.now(), content=file, cells=cells
            ),
        )
        if not isinstance(done, SheetForm):
            return self.render_to_response(self.get_context_data(form=form), status=400)
        messages.success(request, f"套表“{done.name}”已保存，共 {len(done.cells)} 格")
        return redirect("sheet-forms")


class FilledForm(ScopedPage):
    """The workbook filled for the month that ends with a day."""

    capability = Capability.REGISTER_EXPORT
    title = "套表"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            last = date.fromisoformat(request.GET.get("on", ""))
        except ValueError:
            last = timezone.localdate()
        made = acts.fill_form(self.kwargs["pk"], access=self.access, at=timezone.now(), last=last)
        return made.response()


class DropForm(ScopedPage):
    """The button 删除套表."""

    capability = Capability.REGISTER_EXPORT
    title = "套表"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        acts.drop_form(pk, access=self.access, at=timezone.now())
        messages.success(request, "套表已删除")
        return redirect("sheet-forms")
