"""Rows the product keeps about its own running."""

from typing import TYPE_CHECKING, Self

from wuhan_smes.scoping import ReferenceQuerySet

if TYPE_CHECKING:
    from wuhan_smes.operations.models import LoadedRow


class LoadedRowQuerySet(ReferenceQuerySet["LoadedRow"]):
    def of_table(self, name: str) -> Self:
        return self.filter(table=name)
