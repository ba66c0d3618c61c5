"""What becomes of tickets when two rows of the register are one subject."""

from collections.abc import Sequence
from datetime import datetime

from enterprises.actions.merging.registry import Apart, Halves, Handler, Memory, Part
from enterprises.models import Enterprise
from services.actions.joining import NamedOnce
from services.actions.tickets.passing import pass_to
from services.choices.tickets import HolderKind
from services.models import Ticket, TicketEnterprise
from wuhan_smes.access import Access


class JoinedTickets(Handler):
    """Tickets follow to the kept half, name and unit as they were when they came. Where one waits
    for the enterprise, the kept half is waited for from now on.
    """

    relations = ("services.Ticket.enterprise",)
    label = "工单"

    def plan(self, halves: Halves) -> Part:
        mine = list(Ticket.objects.filter(enterprise=halves.gone).order_by("pk"))
        ids = [row.pk for row in mine]

        def do(access: Access, at: datetime) -> Memory:
            _follow(ids, halves.gone, halves.into, f"企业并入{halves.into.name}", access, at)
            return {"moved": ids}

        return Part(do, moves=[str(row) for row in mine])

    def undo(self, apart: Apart, memory: Memory) -> None:
        into, gone = apart.halves.into, apart.halves.gone
        _follow(memory["moved"], into, gone, "撤销企业合并", apart.access, apart.at)


def _follow(
    ids: Sequence[int],
    was: Enterprise,
    becomes: Enterprise,
    note: str,
    access: Access,
    at: datetime,
) -> None:
    """Whoever is waited for has the ticket by a step of its own; the others tell nothing new."""
    rows = Ticket.objects.filter(pk__in=ids)
    awaited = rows.filter(holder_kind=HolderKind.ENTERPRISE, holder_id=was.pk)
    for ticket in awaited.select_for_update(of=("self",), no_key=True).order_by("pk"):
        pass_to(ticket, access, at, note=note, was=was.name, enterprise_id=becomes.pk)
    rows.update(enterprise=becomes)


class JoinedCommonProblems(NamedOnce):
    """A common problem that names both halves names the kept one once."""

    relations = ("services.TicketEnterprise.enterprise",)
    label = "共性问题"
    model, of, both = TicketEnterprise, "ticket", "双方都列入"
