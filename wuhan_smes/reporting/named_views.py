"""A list under a name: asked again by its filter, shown by the columns somebody chose."""

from dataclasses import dataclass, replace

from django.http import QueryDict

from wuhan_smes.access import Access
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.models import NamedView
from wuhan_smes.reporting.sources import Listed, Source, find, words_of


@dataclass(frozen=True, slots=True)
class ListOfView:
    """The list behind a view, for whoever opens it: cut to what that person may see."""

    pk: int

    @classmethod
    def source(cls, rest: str) -> Source:
        return cls(int(rest))

    def listed(self, words: QueryDict, access: Access) -> Listed:
        """Raises InputRefused for a view that is not there for this person."""
        view = NamedView.objects.open_to(access).filter(pk=self.pk).first()
        if view is None:
            raise InputRefused(Fault("list", "unknown_list", "没有这个视图"))
        return shown(view, access)


def shown(view: NamedView, access: Access) -> Listed:
    """The rows the view's list shows this person, with the view's columns."""
    whole = find(view.source).listed(words_of(view.words), access)
    return replace(
        whole,
        source=f"view:{view.pk}",
        export=whole.export.chosen(view.columns, view.name),
        words={},
    )
