"""What is done for a person who asks what is kept of him, or to be forgotten: on a written request,
with a reason, and with an entry that names neither him nor his number.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db import transaction

from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.looks import reason_of
from wuhan_smes.operations.personal import Found, find

SOMEBODY: Final = "一个人"
ANSWER: Final = Capability.PERSON_ANSWER


@transaction.atomic
def look_up(
    *, access: Access, at: datetime, reason: str, phone: str = "", name: str = ""
) -> list[Found]:
    """Everything within reach that tells of the person: by his telephone, or else by his name."""
    return _looked("person.reveal", access, at, reason, phone, name)


@transaction.atomic
def export(
    *, access: Access, at: datetime, reason: str, phone: str = "", name: str = ""
) -> list[dict[str, Any]]:
    """The same in words, to be handed to him."""
    found = _looked("person.exported", access, at, reason, phone, name)
    return [{"where": it.where, "id": it.id, "kept": it.told} for it in found]


@transaction.atomic
def forget(
    *, access: Access, at: datetime, reason: str, phone: str, seen: str = ""
) -> tuple[int, list[Found]]:
    """Take the person out of every row within reach that bears the telephone and need not keep him.
    Returns how many rows those were, and which stay.

    Each row leaves an entry. With `seen`, what `mark_of` says of the preview, it is refused when
    something has changed since. By a name nobody is forgotten: others may bear it.
    """
    why, reach = reason_of(reason), access.reach(ANSWER)
    _require(phone)
    found = find(phone=phone, reach=reach, locked=True)
    if seen and seen != mark_of(found):
        raise ActionRefused("查找之后记录有变化，请重新查找，看清后再删除")
    going = [it for it in found if not it.why]
    staying = [it for it in found if it.why]
    if not going and not staying:
        raise ActionRefused("没有找到这个电话的记录，请核对号码")
    for it in going:
        it.kept.forget(it.row, at)
        where = {"where": it.row._meta.label_lower, "id": it.id, "reason": why}
        unit = getattr(it.row, "jurisdiction_id", None)
        trail.record_fact(
            "person.forgotten", SOMEBODY, access=access, at=at, changes=where, jurisdiction_id=unit
        )
    return len(going), staying


def mark_of(found: Iterable[Found]) -> str:
    """Which rows were seen, in which state."""
    return sha256("\n".join(it.mark for it in found).encode()).hexdigest()[:32]


def _looked(
    kind: str, access: Access, at: datetime, reason: str, phone: str, name: str
) -> list[Found]:
    why, reach = reason_of(reason), access.reach(ANSWER)
    _require(phone or name)
    found = find(name=name.strip(), phone=phone.strip(), reach=reach)
    trail.record_fact(
        kind, SOMEBODY, access=access, at=at, changes={"reason": why, "rows": len(found)}
    )
    return found


def _require(known_by: str) -> None:
    if not known_by.strip():
        raise InputRefused(Fault("phone", "required", "请填写电话；没有电话时可按姓名查找"))
