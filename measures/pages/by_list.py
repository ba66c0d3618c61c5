"""A short list taken while one waits: records of a kind, or a unit's words on a quarter."""

from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from measures.exchange.handed import record_kind, take_progress, take_records
from measures.exchange.progress import PROGRESS
from measures.pages.duties.lists import quarters
from measures.pages.records.one import OfKind
from measures.queries.duties import own_agency
from wuhan_smes.access import Capability
from wuhan_smes.exchange.at_once import Taken, refused_as_a_whole
from wuhan_smes.exchange.kinds import Kind
from wuhan_smes.exchange.template_book import template_book
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

ACCEPTED: Final = ".xlsx,.xls,.csv"


class ListForm(forms.Form):
    """The file, and for words on commitments the quarter where no column names one."""

    use_required_attribute = False
    file = forms.FileField(
        label="名单文件",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="xlsx、xls 或 csv，最多 500 行",
        error_messages={"required": "请选择文件", "empty": "文件是空的，请检查后重新上传"},
    )


class QuarterListForm(ListForm):
    quarter = forms.ChoiceField(label="季度", help_text="表中有“季度”列的，以表中为准")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = quarters(timezone.localdate())  # type: ignore[attr-defined] # a ChoiceField


class ByListPage(ScopedPage):
    """All rows of the file are written, or none and each says why."""

    template_name = "records/by_list.html"
    http_method_names = ["get", "post", "head", "options"]
    form_class: type[ListForm] = ListForm

    def list_kind(self) -> Kind:
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def take(self, form: Any, **file: Any) -> Taken:
        """Write the list; `file` is its name, its bytes, and who hands it in when."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override] # a file, too
        if "template" in request.GET:
            reach = self.access.reach(self.list_kind().capability)
            return template_book(self.list_kind(), reach=reach).response()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form_class())
        return super().get_context_data(of=self.list_kind(), back=self.back(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form_class(request.POST, request.FILES)
        taken = attempt(form, lambda **_: self._take(form)) if form.is_valid() else REFUSED
        if not isinstance(taken, Taken):
            return self.render_to_response(self.get_context_data(form=form), status=400)
        if (refusal := refused_as_a_whole(taken)) is not None:
            form.add_error(None, refusal.message)
            context = self.get_context_data(form=form, refused=self._shown(taken))
            return self.render_to_response(context, status=400)
        told = [(taken.count("new"), "新增"), (taken.count("changed"), "更新")]
        told.append((taken.count("unchanged"), "不变"))
        messages.success(request, "，".join(f"{word} {n} 条" for n, word in told if n))
        return redirect(self.back())

    def _take(self, form: ListForm) -> Taken:
        file = form.cleaned_data["file"]
        return self.take(
            form,
            user=self.request.user,
            access=self.access,
            at=timezone.now(),
            file_name=file.name,
            data=file.read(),
        )

    def _shown(self, taken: Taken) -> list[tuple[int, list[str]]]:
        """Each refused row with what is wrong, headed by the column it is about."""
        labels = {it.name: it.label for it in self.list_kind().all_fields}
        return [
            (it.line, ["：".join(filter(None, (labels.get(f.field), f.detail))) for f in it.faults])
            for it in taken.refused
        ]


class RecordsByListPage(OfKind, ByListPage):
    """Records of a kind, by whoever keeps them: a department, too."""

    capability = Capability.RECORD_EDIT
    title = "按表登记"

    def list_kind(self) -> Kind:
        return record_kind(self.kind, self.access)

    def back(self) -> str:
        return reverse("records", args=[self.kind.told.code])

    def take(self, form: ListForm, **file: Any) -> Taken:
        return take_records(self.kind, **file)


class ProgressByListPage(ByListPage):
    """Words of one's own unit on many clauses of a quarter."""

    capability = Capability.PROGRESS_REPORT
    title = "按表报送进展"
    form_class = QuarterListForm

    def crumbs(self) -> list[Crumb]:
        return [Crumb("任务分解", reverse("commitments")), Crumb(self.title)]

    def list_kind(self) -> Kind:
        return PROGRESS

    def back(self) -> str:
        own = own_agency(self.request.user)  # type: ignore[arg-type] # the page is behind sign-in
        return reverse("commitments" if own is None else "duty-desk")

    def take(self, form: ListForm, **file: Any) -> Taken:
        quarter = date.fromisoformat(form.cleaned_data["quarter"])
        return take_progress(quarter=quarter, **file)
