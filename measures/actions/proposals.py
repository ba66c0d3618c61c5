"""Suggestions and motions: received, answered in two people's names, and what was thought of it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from measures.choices import ProposalKind, ProposalState, ReplySatisfaction
from measures.models import Proposal
from measures.queries.quoting import frozen, quoted
from measures.rules.references import malformed, references
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion

S = ProposalState
EDIT: Final = Capability.PROPOSAL_EDIT
APPROVE: Final = Capability.PROPOSAL_APPROVE
OPEN: Final = (S.RECEIVED, S.SUBMITTED, S.RETURNED)


@transaction.atomic
def receive(
    *,
    access: Access,
    at: datetime,
    jurisdiction_id: int,
    number: str,
    kind: str,
    session: str,
    proposer: str,
    title: str,
    received_on: date,
    due_on: date,
    lead_id: int,
    co_ids: Collection[int] = (),
    text: str = "",
) -> Proposal:
    """Write down what came in, who answers it and until when. Refuses a number that is known."""
    reach = access.reach(EDIT)
    if not reach.covers(jurisdiction_id):
        raise NotPermitted("只能登记本地区承办的建议提案", capability=EDIT)
    words = {"number": number, "session": session, "proposer": proposer, "title": title}
    faults = [
        Fault(name, "required", "请填写此项") for name, said in words.items() if not said.strip()
    ]
    if kind not in ProposalKind.values:
        faults.append(Fault("kind", "unknown", "类别只能是建议或提案"))
    if due_on < received_on:
        faults.append(Fault("due_on", "reversed", "答复期限不能早于交办日期"))
    if not Jurisdiction.objects.filter(pk=jurisdiction_id).exists():
        faults.append(Fault("jurisdiction", "unknown", "没有这个地区"))
    asked = {lead_id, *co_ids}
    if Agency.objects.filter(pk__in=asked).count() < len(asked):
        faults.append(Fault("lead", "unknown", "没有这个承办单位"))
    if faults:
        raise InputRefused(*faults)
    row = Proposal(
        jurisdiction_id=jurisdiction_id,
        kind=kind,
        text=text,
        received_on=received_on,
        due_on=due_on,
        lead_id=lead_id,
        agency_ids=[lead_id, *sorted(asked - {lead_id})],
        **{name: said.strip() for name, said in words.items()},
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise ActionRefused(f"编号“{row.number}”已经登记") from error
        raise
    changes = {**words, "kind": kind, "due_on": due_on, "agencies": row.agency_ids}
    trail.record("proposal.receive", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def write(
    proposal_id: int, *, access: Access, at: datetime, reply: str, expected_version: int
) -> Proposal:
    """Hand in a reply, or a better one while nobody approved it: by the lead or the place itself.

    Refuses what another changed since it was read, and figures nobody knows.
    """
    row = _held(proposal_id, access, EDIT)
    reach = access.reach(EDIT)
    if not reach.covers(row.jurisdiction_id) and row.lead_id not in reach.agency_ids:
        raise NotPermitted("答复由主办单位拟稿", capability=EDIT)
    if row.version != expected_version:
        raise StaleVersion("答复稿已被他人修改，请刷新后重新提交")
    if row.state not in OPEN:
        raise ActionRefused("答复已审定，不能再改")
    said = reply.strip()
    if not said:
        raise InputRefused(Fault("reply", "required", "请填写答复稿"))
    if broken := malformed(said):
        raise InputRefused(Fault("reply", "reference", f"数的引用写法不对：{broken[0]}"))
    if access.actor_id is None:
        raise NotPermitted("答复须由人拟稿", capability=EDIT)
    row.reply, row.state, row.reason = said, S.SUBMITTED, ""
    row.drafted_by_id, row.drafted_by_name = access.actor_id, access.actor_name[:150]
    _save(row)
    trail.record("proposal.write", row, access=access, at=at, changes={"reply": said})
    return row


@transaction.atomic
def approve(proposal_id: int, *, access: Access, at: datetime, expected_version: int) -> Proposal:
    """Approve the reply as read; its figures are counted once more and stay as they are then.

    Nobody approves his own, and none with a figure that cannot be counted.
    """
    row = _judged(proposal_id, access, expected_version)
    wanted = references(row.reply)
    found = quoted(wanted, of=row, reach=access.reach(APPROVE))
    if unknown := [it.text for it in wanted if it.text not in found]:
        raise ActionRefused(f"引用的数无法核算：{'、'.join(unknown)}")
    row.figures = frozen([found[it.text] for it in wanted])
    row.state, row.approved_at = S.APPROVED, at
    row.approved_by_id, row.approved_by_name = access.actor_id, access.actor_name[:150]
    _save(row)
    trail.record("proposal.approve", row, access=access, at=at, changes={"figures": row.figures})
    return row


@transaction.atomic
def send_back(
    proposal_id: int, *, access: Access, at: datetime, reason: str, expected_version: int
) -> Proposal:
    """Give a reply back with the reason; it is written anew."""
    said = reason.strip()
    if not said:
        raise InputRefused(Fault("reason", "required", "请写明退回理由"))
    row = _judged(proposal_id, access, expected_version)
    row.state, row.reason = S.RETURNED, said[:300]
    _save(row)
    trail.record("proposal.return", row, access=access, at=at, changes={"reason": said})
    return row


@transaction.atomic
def answer(
    proposal_id: int, *, access: Access, at: datetime, document_no: str, on: date
) -> Proposal:
    """The approved reply went out under a number on a day."""
    row = _held(proposal_id, access, EDIT)
    if row.state != S.APPROVED:
        raise ActionRefused("答复审定后才能登记发出")
    if not document_no.strip():
        raise InputRefused(Fault("document_no", "required", "请填写答复文号"))
    if on < row.received_on or on > timezone.localdate(at):
        raise InputRefused(Fault("on", "out_of_range", "答复日期应在交办之后、今天之前"))
    row.state, row.document_no, row.answered_on = S.ANSWERED, document_no.strip()[:60], on
    _save(row)
    changes = {"document_no": row.document_no, "on": on}
    trail.record("proposal.answer", row, access=access, at=at, changes=changes)
    return row


@transaction.atomic
def rate(
    proposal_id: int, *, access: Access, at: datetime, satisfaction: str, feedback: str = ""
) -> Proposal:
    """What the proposer thought of the answer."""
    row = _held(proposal_id, access, EDIT)
    if row.state != S.ANSWERED:
        raise ActionRefused("答复发出后才能登记满意度")
    if satisfaction not in ReplySatisfaction.values:
        raise InputRefused(Fault("satisfaction", "unknown", "请选择满意、基本满意或不满意"))
    row.state, row.satisfaction, row.feedback = S.RATED, satisfaction, feedback.strip()[:500]
    _save(row)
    changes = {"satisfaction": satisfaction, "feedback": row.feedback}
    trail.record("proposal.rate", row, access=access, at=at, changes=changes)
    return row


def _held(proposal_id: int, access: Access, capability: Capability) -> Proposal:
    return Proposal.objects.within(access.reach(capability)).locked(proposal_id)


def _judged(proposal_id: int, access: Access, expected_version: int) -> Proposal:
    """A reply that waits, by somebody of its place who did not write it."""
    row = _held(proposal_id, access, APPROVE)
    if row.version != expected_version:
        raise StaleVersion("答复稿已被他人修改，请刷新后重新审阅")
    if row.state != S.SUBMITTED:
        raise ActionRefused(f"该答复{row.get_state_display()}，不在待审定状态")
    if access.actor_id is None or row.drafted_by_id == access.actor_id:
        raise NotPermitted("本人拟稿的答复由他人审定", capability=APPROVE)
    return row


def _save(row: Proposal) -> None:
    row.version += 1
    row.save()
