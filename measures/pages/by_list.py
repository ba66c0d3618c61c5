"""A short list taken while one waits: records of a kind, or a unit's words on a quarter."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise
from measures.exchange.progress import AGENCY, PROGRESS, QUARTER
from measures.exchange.records import PREFIX
from measures.models import EnterpriseRecord, Record
from measures.pages.catalogue import own_agency
from measures.pages.duties.lists import quarters
from measures.pages.records.lists import may_keep
from measures.pages.records.one import OfKind
from measures.queries.record_owners import kept_reach, subjects
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import NotPermitted
from wuhan_smes.exchange.at_once import Subjects, Taken, refused_as_a_whole, take
from wuhan_smes.exchange.home import home_of
from wuhan_smes.exchange.kinds import Kind, Row, kinds
from wuhan_smes.exchange.template_book import template_book
from wuhan_smes.web.acts import REFUSED, attempt
from wuhan_smes.web.pages import Crumb, ScopedPage

ACCEPTED: Final = ".xlsx,.xls,.csv"
Answers = dict[str, str]


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

    def answers(self, form: ListForm) -> Answers:
        return {}

    def subjects(self) -> Subjects | None:
        return None

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
        own = own_agency(self.request.user)  # type: ignore[arg-type] # the page is behind sign-in
        kind = self.list_kind()
        mine = own is not None and own.pk in self.access.reach(kind.capability).agency_ids
        return take(
            kind,
            file_name=file.name,
            data=file.read(),
            access=self.access,
            at=timezone.now(),
            unit_id=own.jurisdiction_id if own and mine else home_of(self.access, kind.capability),
            answers=self.answers(form),
            subjects=self.subjects(),
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
        if not may_keep(self.kind, self.access):
            raise NotPermitted("本单位不维护这一类台账", capability=Capability.RECORD_EDIT)
        return kinds.get(f"{PREFIX}{self.kind.told.code}")

    def back(self) -> str:
        return reverse("records", args=[self.kind.told.code])

    def subjects(self) -> Subjects | None:
        if not issubclass(self.kind, EnterpriseRecord):
            return None
        return lambda rows: meant(rows, self.kind, self.access.reach(Capability.RECORD_EDIT))


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

    def answers(self, form: ListForm) -> Answers:
        own = own_agency(self.request.user)  # type: ignore[arg-type] # the page is behind sign-in
        said = {QUARTER: form.cleaned_data["quarter"]}
        return said if own is None else {**said, AGENCY: own.code}


def meant(rows: Sequence[Row], model: type[Record], reach: Reach) -> Mapping[int, int]:
    """The enterprise each row means by its code, where its records may be kept."""
    codes = sorted({code for row in rows if (code := row.values.get("uscc"))})
    own = Enterprise.objects.within(reach).filter(uscc__in=codes)
    found = dict(own.values_list("uscc", "pk"))
    if reach.agency_ids:
        kept = kept_reach(model, reach)
        told = subjects(codes=codes)
        found |= {it.uscc: it.id for it in told if kept.covers(it.jurisdiction_id)}
    return {row.id: found[code] for row in rows if (code := row.values.get("uscc")) in found}
