"""The board on a wall: everything at once in large type, no navigation, fetched anew by itself."""

from typing import Any

from wuhan_smes.access import Capability
from wuhan_smes.operations.pages.boards.asked import asked
from wuhan_smes.operations.pages.boards.page import Later, first_view
from wuhan_smes.operations.pages.boards.parts import open_parts
from wuhan_smes.web.pages import ScopedPage


class WallPage(ScopedPage):
    """One screen of 1920 × 1080 for who stands before it."""

    capability = Capability.COUNTS_VIEW
    reads_replica = True
    title = "梯度培育大屏"
    template_name = "operations/boards/wall.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        it = asked(self.request, self.access)
        parts = open_parts(self.access, on_wall=True)
        told = first_view(it) | {
            "later": [Later(part, it.url("board-part", part.code)) for part in parts],
            "board_url": it.url("board"),
        }
        return super().get_context_data(**told, **kwargs)
