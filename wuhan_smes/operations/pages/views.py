"""视图: lists by the columns and the filter somebody chose, kept under a name."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from wuhan_smes.operations.pages.shown_rows import line_of
from wuhan_smes.reporting.actions import views
from wuhan_smes.reporting.door import download, menu
from wuhan_smes.reporting.lists import Viewing
from wuhan_smes.reporting.models import NamedView
from wuhan_smes.reporting.named_views import shown
from wuhan_smes.reporting.sources import Listed, find, plain
from wuhan_smes.web.acts import attempt
from wuhan_smes.web.listing import listing
from wuhan_smes.web.pages import Crumb, ScopedPage

NEWEST_FIRST: Final = {"-pk": ("-pk",)}


class ViewsPage(ScopedPage):
    """One's own views and those shared in one's unit, list by list."""

    capability = None
    title = "视图"
    template_name = "operations/views.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = NamedView.objects.open_to(self.access).for_list()
        return super().get_context_data(
            views=found.order_by("title", "name", "pk"), me=self.access.actor_id, **kwargs
        )


class ViewForm(forms.Form):
    """What a view is called and which columns of the list it shows."""

    name = forms.CharField(label="视图名称", max_length=60)
    columns = forms.MultipleChoiceField(label="栏目", widget=forms.CheckboxSelectMultiple)
    shared = forms.BooleanField(label="本单位共享", required=False)

    def __init__(self, words: Any, *, labels: list[str]) -> None:
        super().__init__(words, initial={"columns": labels})
        self.fields["columns"].choices = [(it, it) for it in labels]  # type: ignore[attr-defined] # a ChoiceField


class NewViewPage(ScopedPage):
    """Choose columns of a list with its present filter."""

    capability = None
    title = "存为视图"
    template_name = "operations/new_view.html"
    http_method_names = ["get", "post", "head", "options"]

    def crumbs(self) -> list[Crumb]:
        return [Crumb("视图", reverse("views")), Crumb(self.title)]

    def _listed(self) -> Listed:
        """Raises InputRefused for a list or a filter that is not there."""
        words = QueryDict(self.request.GET.get("words", ""))
        return find(self.request.GET.get("list", "")).listed(words, self.access)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = self._listed()
        labels = [it.label for it in listed.export.columns]
        kwargs.setdefault("form", ViewForm(None, labels=labels))
        return super().get_context_data(listed=listed, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        listed = self._listed()
        form = ViewForm(request.POST, labels=[it.label for it in listed.export.columns])
        done = form.is_valid() and attempt(
            form,
            lambda **chosen: views.save_view(
                listed.source,
                access=self.access,
                at=timezone.now(),
                words=plain(QueryDict(request.GET.get("words", ""))),
                **chosen,
            ),
        )
        if not isinstance(done, NamedView):
            return self.render_to_response(self.get_context_data(form=form), status=400)
        messages.success(request, f"已存为视图“{done.name}”")
        return redirect("view", done.pk)


class ViewPage(ScopedPage):
    """The rows of the view as its reader may see them; `layout` gives the file."""

    capability = None
    title = "视图"
    template_name = "operations/view.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("视图", reverse("views")), Crumb(self.title)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "layout" in request.GET:
            return download(f"view:{self.kwargs['pk']}", request.GET, self.access)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = NamedView.objects.open_to(self.access).for_list().get(pk=self.kwargs["pk"])
        self.title = view.name
        listed = shown(view, self.access)
        told = Viewing(self.access, listed.reach, view.words, timezone.now(), listed.rows)
        built = listed.export.built(told)
        page = listing(self.request, built.queryset, orderings=NEWEST_FIRST)
        return super().get_context_data(
            view=view,
            page=page,
            columns=built.columns,
            lines=[line_of(row, built.columns) for row in page.rows],
            export_menu=menu(listed.export, self.request.GET, self.access),
            is_mine=view.owner_id == self.access.actor_id,
            **kwargs,
        )


class DropView(ScopedPage):
    """The button 删除视图."""

    capability = None
    title = "视图"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        views.drop_view(pk, access=self.access, at=timezone.now())
        messages.success(request, "视图已删除")
        return redirect("views")
