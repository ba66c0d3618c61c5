"""One page of a long list for a screen: the API's keyset pages, with links for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.web.pagination import keyset_page

SIZE: Final = 50
# A total is worth counting as far as somebody would page; beyond, "more than" says enough.
COUNTED_TO: Final = 10_000


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows with the addresses of the pages beside them; parts/pager.html shows it."""

    rows: Sequence[Any]
    previous_url: str
    next_url: str
    total: int
    more: bool

    @property
    def shown(self) -> int:
        return len(self.rows)


def listing(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    orderings: Mapping[str, Sequence[str]],
    ordering: str = "",
    size: int | None = None,
) -> Listing:
    """The page the address asks for. Raises InputRefused for a broken cursor."""
    cursor = request.GET.get("cursor", "")
    try:
        page = keyset_page(
            queryset, orderings=orderings, ordering=ordering, cursor=cursor, size=size or SIZE
        )
    except ValidationError:
        detail = "翻页标记无效，请从第一页重新开始"
        raise InputRefused(Fault("cursor", "invalid", detail)) from None
    counted = queryset.order_by()[: COUNTED_TO + 1].count()
    return Listing(
        page.rows,
        _url(request, page.previous),
        _url(request, page.next),
        total=min(counted, COUNTED_TO),
        more=counted > COUNTED_TO,
    )


def _url(request: HttpRequest, cursor: str) -> str:
    if not cursor:
        return ""
    words = request.GET.copy()
    words["cursor"] = cursor
    return f"{request.path}?{words.urlencode()}"
