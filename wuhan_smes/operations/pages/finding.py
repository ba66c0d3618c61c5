"""查找: one field for everything (Ctrl-K on every page)."""

from typing import Any

from wuhan_smes.operations.queries.finding import find_all
from wuhan_smes.web.pages import ScopedPage


class FindPage(ScopedPage):
    """What a few words find; asked by the field of the frame, only the list of hits."""

    capability = None
    title = "查找"

    def get_template_names(self) -> list[str]:
        part = bool(self.request.headers.get("HX-Request"))
        return ["operations/parts/found.html" if part else "operations/find.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "")[:60]
        groups = find_all(words, access=self.access)
        return super().get_context_data(words=words, groups=groups, **kwargs)
