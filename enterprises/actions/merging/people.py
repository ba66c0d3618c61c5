"""Rows of the register that follow with a condition: contacts, links, candidacies, requests."""

from datetime import datetime
from typing import Final

from enterprises.actions.merging.registry import Apart, Conflict, Halves, Handler, Memory, Part
from enterprises.actions.merging.rows import MovedRows
from enterprises.models import Contact, MoveRequest, MoveState, OwnershipLink
from wuhan_smes.access import Access

CLOSED: Final = "企业已并入其他企业，申请随之退回"


class MovedContacts(MovedRows[Contact]):
    """An enterprise has one primary contact: that of the half that is kept."""

    def __init__(self) -> None:
        super().__init__(Contact, label="联系人", shown=_person)

    def plan(self, halves: Halves) -> Part:
        part = super().plan(halves)
        first = self.rows(halves.gone).filter(is_primary=True, ended_at__isnull=True).first()
        taken = self.rows(halves.into).filter(is_primary=True, ended_at__isnull=True).exists()
        if first is None or not taken:
            return part
        demoted = first.pk

        def do(access: Access, at: datetime) -> Memory:
            Contact.objects.filter(pk=demoted).update(is_primary=False)
            return {**part.do(access, at), "demoted": demoted}

        said = Conflict("双方都有主要联系人", f"以保留方为准，{first.name}改为一般联系人")
        return Part(do, part.moves, part.stays, [*part.conflicts, said])

    def undo(self, apart: Apart, memory: Memory) -> None:
        super().undo(apart, memory)
        mine = self.rows(apart.halves.gone)
        if "demoted" in memory and not mine.filter(is_primary=True).exists():
            back = mine.filter(pk=memory["demoted"], ended_at__isnull=True)
            back.update(is_primary=True)


class MovedLinks(MovedRows[OwnershipLink]):
    """A link to the very enterprise that is kept would point at itself, so it stays behind."""

    def __init__(self) -> None:
        super().__init__(OwnershipLink, label="股权与集团关系")

    def staying(self, halves: Halves, row: OwnershipLink) -> str:
        itself = row.other_uscc and row.other_uscc == halves.into.uscc
        return "对方即为保留方，留在原记录" if itself else ""


class SettledRequests(Handler):
    """A pending request to move is closed: what it asks for is about to be joined elsewhere.

    Decided requests are history of the old row and stay with it.
    """

    relations = ("enterprises.MoveRequest.enterprise",)
    label = "迁移申请"

    def plan(self, halves: Halves) -> Part:
        mine = MoveRequest.objects.filter(enterprise=halves.gone).order_by("pk")
        pending = mine.filter(state=MoveState.PENDING).select_related("to_jurisdiction").first()
        decided = mine.exclude(state=MoveState.PENDING)
        stays = [f"{row.on} {row.get_state_display()}" for row in decided]
        if pending is None:
            return Part(lambda access, at: {}, stays=stays)
        asked = pending

        def do(access: Access, at: datetime) -> Memory:
            asked.state = MoveState.DECLINED if asked.asked_by_receiver else MoveState.CANCELLED
            asked.decided_by_name, asked.decided_at = access.actor_name, at
            asked.decision_note, asked.version = CLOSED, asked.version + 1
            asked.save(update_fields=DECISION)
            return {"closed": asked.pk, "version": asked.version}

        what = f"并入方有待办的迁移申请（迁往{asked.to_jurisdiction.name}）"
        return Part(do, stays=stays, conflicts=[Conflict(what, "随合并退回，撤销合并时恢复")])

    def undo(self, apart: Apart, memory: Memory) -> None:
        """The request waits again, unless something was done to it meanwhile."""
        if "closed" not in memory:
            return
        request = MoveRequest.objects.locked(memory["closed"])
        if request.version == memory["version"]:
            request.state, request.version = MoveState.PENDING, request.version + 1
            request.decided_by_name, request.decided_at, request.decision_note = "", None, ""
            request.save(update_fields=DECISION)


DECISION: Final = ["state", "decided_by_name", "decided_at", "decision_note", "version"]


def _person(contact: Contact) -> str:
    return " ".join(word for word in (contact.name, contact.post, contact.masked_phone) if word)
