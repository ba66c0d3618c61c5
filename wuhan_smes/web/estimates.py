"""Counting without counting: exact while it is cheap, the planner's estimate beyond."""

from typing import Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from wuhan_smes.web.pagination import estimated_count

EXACT_UP_TO: Final = 1000
# Paging by number reads everything it skips; farther than this one should filter instead.
PAGES_AT_MOST: Final = 100


class EstimatedPaginator(Paginator):
    """A paginator for the admin over millions of rows: never a full count, never a deep offset."""

    template_name = "web/admin/pagination.html"

    @cached_property
    def total(self) -> int:
        """How many rows there are; `about` says whether this is only an estimate."""
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        counted = rows.order_by()[: EXACT_UP_TO + 1].count()
        return counted if counted <= EXACT_UP_TO else max(counted, estimated_count(rows))

    @property
    def about(self) -> bool:
        return self.total > EXACT_UP_TO

    @cached_property
    def count(self) -> int:
        """As many rows as the pages lead to."""
        return min(self.total, self.per_page * PAGES_AT_MOST)

    @property
    def cut(self) -> bool:
        """Whether there are more rows than pages lead to."""
        return self.total > self.count
