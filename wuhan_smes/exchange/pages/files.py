"""Workbooks to take away: the rows in question, and the blank form of a kind."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from wuhan_smes.errors import NotPermitted
from wuhan_smes.exchange.kinds import kinds
from wuhan_smes.exchange.pages.reached import OfImport
from wuhan_smes.exchange.shown.imports import VIEW
from wuhan_smes.exchange.template_book import template_book
from wuhan_smes.exchange.workbook import errors_book
from wuhan_smes.web.pages import ScopedPage


class ErrorsFile(OfImport):
    """The rows nobody could use as they are, whole: for whoever may correct them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may_decide:
            raise NotPermitted("只有可以办理该导入的人员才能下载问题行")
        return errors_book(self.import_, access=self.access, at=timezone.now()).response()


class TemplateFile(ScopedPage):
    """An empty list with the headers of a kind, and on a second sheet what may be written."""

    capability = VIEW
    title = "空白模板"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        kind = kinds.get(self.kwargs["kind"])
        return template_book(kind, reach=self.access.reach(kind.capability)).response()
