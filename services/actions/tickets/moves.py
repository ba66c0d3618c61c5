"""Every move a person makes, by its name: what the doors call.

Each takes (ticket_id, *, access, at, expected_version=None) and the fields of its Needs.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.actions import raising
from services.actions.tickets import asking, closing, handing, judging, pressing, twins, working
from services.choices.tickets import TicketMove as Move

MOVES: Final[Mapping[Move, Callable[..., Any]]] = {
    Move.SUBMIT: raising.submit,
    Move.TRIAGE: judging.triage,
    Move.DECLINE: judging.decline,
    Move.ANSWER: judging.answer,
    Move.SELF_HANDLE: judging.self_handle,
    Move.ASSIGN: handing.assign,
    Move.ARBITRATE: handing.arbitrate,
    Move.TRANSFER: handing.transfer,
    Move.REFER: judging.refer,
    Move.SIGN: handing.sign,
    Move.RETURN: asking.send_return,
    Move.PROGRESS: working.progress,
    Move.SUSPEND: asking.suspend,
    Move.RESUME: working.resume,
    Move.EXTEND: asking.extend,
    Move.REMIND: pressing.remind,
    Move.SUPERVISE: pressing.supervise,
    Move.STUDY: pressing.study,
    Move.LIST: asking.put_on_list,
    Move.REPLY: working.reply,
    Move.AUDIT: closing.audit,
    Move.SEND_BACK: closing.send_back,
    Move.SURVEY: closing.survey,
    Move.CLOSE: closing.close,
    Move.REOPEN: closing.reopen,
    Move.MERGE: twins.merge,
    Move.UNMERGE: twins.unmerge,
}
