"""What becomes of tickets when two rows of the register are one subject."""

from datetime import datetime

from enterprises.actions.merging.registry import Apart, Halves, Handler, Memory, Part
from services.models import Ticket, TicketEnterprise
from wuhan_smes.access import Access


class JoinedTickets(Handler):
    """Tickets follow to the kept half, name and unit as they were when they came."""

    relations = ("services.Ticket.enterprise",)
    label = "工单"

    def plan(self, halves: Halves) -> Part:
        mine = list(Ticket.objects.filter(enterprise=halves.gone).order_by("pk"))
        ids = [row.pk for row in mine]

        def do(access: Access, at: datetime) -> Memory:
            Ticket.objects.filter(pk__in=ids).update(enterprise=halves.into)
            return {"moved": ids}

        return Part(do, moves=[str(row) for row in mine])

    def undo(self, apart: Apart, memory: Memory) -> None:
        Ticket.objects.filter(pk__in=memory["moved"]).update(enterprise=apart.halves.gone)


class JoinedCommonProblems(Handler):
    """A common problem that names both halves names the kept one once."""

    relations = ("services.TicketEnterprise.enterprise",)
    label = "共性问题"

    def plan(self, halves: Halves) -> Part:
        rows = TicketEnterprise.objects.select_related("ticket").order_by("pk")
        mine = list(rows.filter(enterprise=halves.gone))
        named = set(rows.filter(enterprise=halves.into).values_list("ticket_id", flat=True))
        moving = [row for row in mine if row.ticket_id not in named]

        def do(access: Access, at: datetime) -> Memory:
            ids = [row.pk for row in moving]
            TicketEnterprise.objects.filter(pk__in=ids).update(enterprise=halves.into)
            return {"moved": ids}

        return Part(
            do,
            moves=[str(row.ticket) for row in moving],
            stays=[f"{row.ticket}（双方都列入）" for row in mine if row.ticket_id in named],
        )

    def undo(self, apart: Apart, memory: Memory) -> None:
        rows = TicketEnterprise.objects.filter(pk__in=memory["moved"])
        rows.update(enterprise=apart.halves.gone)
