"""The base of every viewset: reach first, then rows; strict parameters; versions."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Final, cast

from django.db.models import Model
from django.utils.functional import cached_property
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import StaleVersion
from wuhan_smes.prepared import said
from wuhan_smes.scoping import ScopedQuerySet
from wuhan_smes.web import idempotency, pagination
from wuhan_smes.web.errors import PreconditionRequired
from wuhan_smes.web.filters import StrictFilterBackend

STALE: Final = "该记录已被他人修改，请刷新后重新提交"


class ScopedViewSet(GenericViewSet):
    """Every list and lookup starts from what this person may see.

    A subclass names `view_capability`, `queryset`, `orderings` and, for actions that take query
    parameters outside its filterset, `extra_parameters`; one that answers its list by
    `plain_rows` names the `row_columns` it shows. Without a capability it is open to
    everybody signed in, and must name one's own rows itself.
    """

    view_capability: ClassVar[Capability | None]
    # What only counts, and may be some seconds old: web/elsewhere.py
    reads_replica: ClassVar[bool] = False
    orderings: ClassVar[Mapping[str, Sequence[str]]] = {"id": ("id",), "-id": ("-id",)}
    extra_parameters: ClassVar[frozenset[str]] = frozenset()
    row_columns: ClassVar[Sequence[str]] = ()
    # A look that may be refused for what it asks, not for who asks.
    refuses_looks: ClassVar[bool] = False
    secret_actions: ClassVar[frozenset[str]] = frozenset()
    filter_backends = [StrictFilterBackend]
    pagination_class: type[BasePagination] | None = pagination.KeysetPagination
    lookup_value_converter = "int"

    @cached_property
    def access(self) -> Access:
        return cast("Access", self.request._request.access)  # type: ignore[attr-defined] # noqa: SLF001 - set by ScopeMiddleware

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.view_capability is not None:
            self.access.reach(self.view_capability)
        else:
            self.access.require_unbound()
        self._refuse_unknown_parameters(request)

    def get_queryset(self) -> Any:
        return self._within(super().get_queryset())

    def plain_rows(self) -> Any:
        """The list as rows of `row_columns`: no object is made of what is only shown."""
        return self.filter_queryset(self._within(_projected(type(self)).all()))

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """As DRF's, with POSTs that carry an Idempotency-Key answered once."""
        self.args, self.kwargs = args, kwargs
        drf_request = self.initialize_request(request, *args, **kwargs)
        self.request = drf_request
        self.headers = self.default_response_headers
        try:
            self.initial(drf_request, *args, **kwargs)
            response = self._perform(drf_request, *args, **kwargs)
        except Exception as exc:
            response = self.handle_exception(exc)
        self.response = self.finalize_response(drf_request, response, *args, **kwargs)
        return self.response

    def validated(self, request: Request) -> dict[str, Any]:
        """The request body, checked by the action's serializer."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def expected_version(self, request: Request, key: int) -> int:
        """The version the sender read, from If-Match. Raises 428 without, 412 for another row."""
        header: str = request.headers.get("If-Match", "").strip()
        if not header:
            raise PreconditionRequired
        row, _, version = header.removeprefix("W/").strip('"').partition("-")
        if row != str(key) or not version.isdecimal():
            raise StaleVersion(STALE)
        return int(version)

    def versioned(self, row: Model, data: Any, status_code: int = status.HTTP_200_OK) -> Response:
        """An answer that carries the strong ETag "id-version" of its row."""
        key = getattr(row, "series", row.pk)
        version = row.version  # type: ignore[attr-defined] # every patchable row has one
        return Response(data, status=status_code, headers={"ETag": f'"{key}-{version}"'})

    def _within(self, rows: Any) -> Any:
        if not isinstance(rows, ScopedQuerySet) or self.view_capability is None:
            raise TypeError(f"{rows.model.__name__} has no scope")
        return rows.within(self.access.reach(self.view_capability))

    def _perform(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        method = str(request.method).lower()
        handler = (
            getattr(self, method, self.http_method_not_allowed)
            if method in self.http_method_names
            else self.http_method_not_allowed
        )

        def perform() -> Response:
            try:
                return cast("Response", handler(request, *args, **kwargs))
            except Exception as exc:
                return self.handle_exception(exc)

        if method != "post" or idempotency.HEADER not in request.headers:
            return cast("Response", handler(request, *args, **kwargs))
        if self.detail:
            self.get_object()
        return idempotency.once(
            request,
            cast("int", self.access.actor_id),
            perform,
            keeps_secret=self.action in self.secret_actions,
        )

    def parameters(self) -> frozenset[str]:
        """What may stand behind the question mark of the present action; the rest is refused."""
        if self.action != "list":
            return self.extra_parameters
        filterset = getattr(self, "filterset_class", None)
        paged = pagination.PARAMETERS if self.pagination_class else frozenset()
        return self.extra_parameters.union(paged, filterset.base_filters if filterset else ())

    def _refuse_unknown_parameters(self, request: Request) -> None:
        known = self.parameters()
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            listed = "、".join(sorted(known)) or "无"
            raise ValidationError(
                {f"?{name}": [f"没有参数“{name}”，可用参数：{listed}"] for name in unknown}
            )


@cache
def _projected(viewset: type[ScopedViewSet]) -> Any:
    """A viewset's queryset as rows of its columns, worked out once."""
    rows: Any = viewset.queryset
    return said(rows.select_related(None).values(*viewset.row_columns))
