"""The first page after signing in: where each person's work begins."""

from wuhan_smes.web.pages import ScopedPage


class Home(ScopedPage):
    """Doors to the sections the person may open."""

    capability = None
    title = "首页"
    template_name = "operations/home.html"
