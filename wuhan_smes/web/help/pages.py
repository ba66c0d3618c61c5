"""The guide as pages: its contents, a search over all of it, and each chapter."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from wuhan_smes.web.help.contents import CHAPTERS, PARTS, Chapter
from wuhan_smes.web.help.reading import find, read
from wuhan_smes.web.pages import Crumb, ScopedPage


class Help(ScopedPage):
    """The chapters, and where the words asked for stand."""

    capability = None
    title = "帮助"
    template_name = "web/help/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()
        return super().get_context_data(parts=PARTS, asked=asked, found=find(asked), **kwargs)


class HelpTopic(ScopedPage):
    """One chapter."""

    capability = None
    title = "帮助"
    template_name = "web/help/topic.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        topic = self._topic()
        shown = read(topic)
        context = super().get_context_data(
            **{**kwargs, "topic": topic, "parts": PARTS, "shown": shown}
        )
        return {**context, "title": topic.label}

    def crumbs(self) -> list[Crumb]:
        return [Crumb("帮助", reverse("help")), Crumb(self._topic().label)]

    def _topic(self) -> Chapter:
        try:
            return CHAPTERS[self.kwargs["topic"]]
        except KeyError:
            raise Http404 from None
