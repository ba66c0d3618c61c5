"""The parts of the board that are loaded after it: each by one address, each for who may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from wuhan_smes.access import Access, Capability
from wuhan_smes.operations.pages.boards import daily, definitions, gradient
from wuhan_smes.operations.pages.boards.asked import Asked, asked
from wuhan_smes.reporting.catalogue import Definition
from wuhan_smes.web.pages import Crumb, ScopedPage


@dataclass(frozen=True, slots=True)
class Part:
    """One card of the board. `tells` gives the context of templates/operations/boards/<code>.html,
    `definition` says what its figures count; `help` is the chapter that explains it.
    """

    code: str
    title: str
    about: str
    needs: Capability
    tells: Callable[[Asked], dict[str, Any]]
    definition: Definition
    help: str = "words"
    on_wall: bool = False


PARTS: Final = (
    Part(
        "changes",
        "近一月变化",
        "每级逐项说明，各项互不重叠",
        Capability.COUNTS_VIEW,
        gradient.changes_told,
        definitions.TIERS,
    ),
    Part(
        "trend",
        "近一年走势",
        "各月最后一天的有效数；纵轴不从零开始",
        Capability.COUNTS_VIEW,
        gradient.trend_told,
        definitions.TIERS,
        on_wall=True,
    ),
    Part(
        "glide",
        "目标推进路径",
        "应达、实有与预计",
        Capability.COUNTS_VIEW,
        gradient.glide_told,
        definitions.GLIDE,
    ),
    Part(
        "chains",
        "产业链 × 梯度",
        "按主链统计",
        Capability.COUNTS_VIEW,
        gradient.chains_told,
        definitions.TIERS,
    ),
    Part(
        "tickets",
        "问题办理",
        "停在哪一步、轮到谁办",
        Capability.TICKET_VIEW,
        daily.tickets_told,
        definitions.TICKETS,
        "tickets",
        on_wall=True,
    ),
    Part(
        "visits",
        "走访覆盖",
        "包联企业中本站已走访的",
        Capability.VISIT_VIEW,
        daily.visits_told,
        definitions.COVERAGE,
        "station-lead",
        on_wall=True,
    ),
    Part(
        "money",
        "资金兑现",
        "应兑付、待兑付与已拨付",
        Capability.PAYMENT_VIEW,
        daily.money_told,
        definitions.MONEY,
        "finance",
        on_wall=True,
    ),
)
BY_CODE: Final = {part.code: part for part in PARTS}


def open_parts(access: Access, *, on_wall: bool = False) -> list[Part]:
    """What this person may see of the board, as it stands there."""
    return [it for it in PARTS if access.holds(it.needs) and (it.on_wall or not on_wall)]


class BoardPart(ScopedPage):
    """One part: bare when the board asks for it, a page of its own for who has no scripts."""

    capability = Capability.COUNTS_VIEW
    reads_replica = True
    title = "看板"
    template_name = "operations/boards/alone.html"

    def crumbs(self) -> list[Crumb]:
        return [Crumb("看板", reverse("board")), Crumb(self.part.title)]

    @property
    def part(self) -> Part:
        try:
            return BY_CODE[self.kwargs["board_part"]]
        except KeyError:
            raise Http404 from None

    def get_template_names(self) -> list[str]:
        bare = self.request.headers.get("HX-Request") == "true"
        return [f"operations/boards/{self.part.code}.html" if bare else self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = self.part
        self.access.reach(part.needs)
        it = asked(self.request, self.access)
        told = {**part.tells(it), "part": part, "asked": it, "on": it.on}
        told["body"] = f"operations/boards/{part.code}.html"
        return super().get_context_data(**told, **kwargs) | {"title": part.title}
