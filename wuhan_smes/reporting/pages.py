"""The base of every page that shows a list: the page, and the list as a file."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, QueryDict

from wuhan_smes.access import Access, Reach
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.door import download, menu
from wuhan_smes.reporting.lists import ListExport
from wuhan_smes.reporting.sources import Listed, Source, asked, finish, without_pages
from wuhan_smes.web.pages import ScopedPage


class ExportedPage(ScopedPage):
    """A list whose rows can be taken out: its own address with `layout` gives the file.

    A subclass says which rows in `rows`, which form cuts them in `sieve`, and in which order.
    """

    exports: ListExport
    orderings: ClassVar[Mapping[str, Sequence[str]]]
    url_name: str

    @classmethod
    def source(cls, name: str) -> Source:
        return ListOfPage(name, cls)

    @property
    def reach(self) -> Reach:
        if self.capability is None:
            raise TypeError(f"{type(self).__name__} names no capability")
        return self.access.reach(self.capability)

    @abstractmethod
    def sieve(self) -> forms.Form:
        """The filters of the address, checked."""

    @abstractmethod
    def rows(self, sieve: Any) -> Any:
        """Every row the page would page through."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "layout" in request.GET:
            return download(f"page:{self.url_name}", request.GET, self.access)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = menu(self.exports, self.request.GET, self.access)
        return super().get_context_data(
            export_menu=offered,
            list_name=f"page:{self.url_name}",
            list_words=without_pages(self.request.GET).urlencode(),
            **kwargs,
        )


@dataclass(frozen=True, slots=True)
class ListOfPage:
    """The list of a page, without its pages; `of` says which, where it shows one of several."""

    name: str
    page: type[ExportedPage]
    of: Mapping[str, str] = field(default_factory=dict)

    def listed(self, words: QueryDict, access: Access) -> Listed:
        page = self.page()
        page.setup(asked(words, access), **self.of)
        reach, sieve = page.reach, page.sieve()
        if sieve.errors:
            raise InputRefused(*_faults(sieve))
        rows = page.rows(sieve).order_by(*next(iter(page.orderings.values())))
        return finish(
            f"page:{self.name}",
            page.exports,
            rows,
            reach,
            words,
            access=access,
            said="；".join(_said(sieve)),
        )


def _faults(sieve: forms.Form) -> list[Fault]:
    return [
        Fault(f"?{name}", "invalid", f"{sieve.fields[name].label}：{text}")
        for name, texts in sieve.errors.items()
        for text in texts
    ]


def _said(sieve: forms.Form) -> list[str]:
    """The filter as the page words it: each field with what was chosen."""
    said = []
    for name, asked_for in sieve.fields.items():
        value = sieve.cleaned_data.get(name)
        if value:
            choices = dict(getattr(asked_for, "choices", None) or ())
            said.append(f"{asked_for.label}：{choices.get(value, value)}")
    return said
