"""The base of every list of the API: the list itself, and all of it as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from wuhan_smes.access import Access
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.choices import Layout
from wuhan_smes.reporting.layouts import MEDIA
from wuhan_smes.reporting.lists import ListExport
from wuhan_smes.reporting.run import stream
from wuhan_smes.reporting.sources import Listed, Source, asked, finish, without_pages
from wuhan_smes.web.viewsets import ScopedViewSet

LAYOUT: Final = OpenApiParameter(
    "layout", str, enum=Layout.values, required=True, description="文件格式"
)
ORDERING: Final = OpenApiParameter("ordering", str, description="排序，同列表")
FILES: Final = {(200, MEDIA[it]): OpenApiTypes.BINARY for it in Layout}


class ExportedViewSet(ScopedViewSet):
    """A list whose rows, by the same filters and in the same order, can be taken out as a file."""

    exports: ClassVar[ListExport]

    @classmethod
    def source(cls, name: str) -> Source:
        return ListOfViewSet(name, cls)

    def rows(self) -> Any:
        """Every row the list would page through; a list of its own making says so here, too."""
        return self.filter_queryset(self.get_queryset())

    @extend_schema(parameters=[LAYOUT, ORDERING], responses=FILES, filters=True)
    @action(detail=False, pagination_class=None)
    def export(self, request: Request) -> StreamingHttpResponse:
        """整个列表导出为文件：筛选、排序与范围同列表，边查边下载，每次编号留痕。"""
        listed = self.source(self.basename).listed(without_pages(request.query_params), self.access)
        layout = request.query_params.get("layout", "")
        made = stream(listed, layout, access=self.access, at=timezone.now())
        return made.response()  # type: ignore[return-value] # a list always streams

    def _refuse_unknown_parameters(self, request: Request) -> None:
        """An export is asked by the words of the list, which the list itself checks."""
        if self.action != "export":
            super()._refuse_unknown_parameters(request)


@dataclass(frozen=True, slots=True)
class ListOfViewSet:
    """The list of a viewset, without its pages."""

    name: str
    viewset: type[ExportedViewSet]

    def listed(self, words: QueryDict, access: Access) -> Listed:
        ordering = words.get("ordering", "")
        kept = words.copy()
        kept.pop("ordering", None)
        view = self._view(kept, access)
        capability = view.view_capability
        if capability is None:
            raise TypeError(f"{self.viewset.__name__} names no capability")
        reach = access.reach(capability)
        try:
            view._refuse_unknown_parameters(view.request)  # noqa: SLF001 - one family of classes
            rows = view.rows()
        except ValidationError as error:
            raise InputRefused(*_faults(error.get_full_details())) from None
        rows = rows.order_by(*self._order(ordering))
        said = "；".join(f"{label}：{value}" for label, value in _said(view, kept))
        return finish(self.name, self.viewset.exports, rows, reach, words, access=access, said=said)

    def _view(self, words: QueryDict, access: Access) -> ExportedViewSet:
        """The viewset as it would show the list, all rows on one page."""
        view = self.viewset(basename=self.name)
        view.action_map = {"get": "list"}
        view.args, view.kwargs, view.format_kwarg = (), {}, None
        view.request = view.initialize_request(asked(words, access))
        view.pagination_class = None
        return view

    def _order(self, name: str) -> Any:
        orderings = self.viewset.orderings
        if name and name not in orderings:
            detail = f"不支持按“{name}”排序，可用：{'、'.join(orderings)}"
            raise InputRefused(Fault("?ordering", "invalid", detail))
        return orderings[name or next(iter(orderings))]


def _said(view: ExportedViewSet, words: QueryDict) -> Iterator[tuple[str, str]]:
    """The filter as people read it: what each word is called, and its value."""
    filterset = getattr(view, "filterset_class", None)
    known = filterset.base_filters if filterset else {}
    for name, value in words.items():
        if value:
            yield (str(known[name].label) if name in known else name), str(value)


def _faults(details: Any, name: str = "") -> Iterator[Fault]:
    """What a filter says is wrong, each beside its parameter."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield Fault(name, str(details["code"]), str(details["message"]))
    elif isinstance(details, dict):
        for key, inner in details.items():
            yield from _faults(inner, key if key.startswith("?") else f"?{key}")
    else:
        for inner in details:
            yield from _faults(inner, name)
