"""What people say of a draft, and what becomes of each comment."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from measures.choices import CommentVerdict, DocumentStatus
from measures.models import DraftComment, PolicyDocument
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, StaleVersion

EDIT: Final = Capability.PROPOSAL_EDIT


@transaction.atomic
def note(
    *,
    access: Access,
    at: datetime,
    document_id: int,
    jurisdiction_id: int,
    number: str,
    from_whom: str,
    received_on: date,
    text: str,
    clause: str = "",
) -> DraftComment:
    """Write a comment down. Refuses one on a document that is no draft any more."""
    reach = access.reach(EDIT)
    if not reach.covers(jurisdiction_id):
        raise NotPermitted("只能登记本地区收到的意见", capability=EDIT)
    document = PolicyDocument.objects.within(reach).get(pk=document_id)
    if document.status != DocumentStatus.DRAFT:
        raise ActionRefused("该文件已不在征求意见")
    words = {"number": number, "from_whom": from_whom, "text": text}
    if empty := [name for name, said in words.items() if not said.strip()]:
        raise InputRefused(*(Fault(name, "required", "请填写此项") for name in empty))
    row = DraftComment(
        document=document,
        jurisdiction_id=jurisdiction_id,
        received_on=received_on,
        clause=clause.strip()[:60],
        recorded_by_name=access.actor_name[:150],
        **{name: said.strip() for name, said in words.items()},
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise ActionRefused(f"该文件已有编号“{row.number}”的意见") from error
        raise
    trail.record("draft_comment.note", row, access=access, at=at, changes=words)
    return row


@transaction.atomic
def decide(
    comment_id: int,
    *,
    access: Access,
    at: datetime,
    verdict: str,
    expected_version: int,
    reason: str = "",
) -> DraftComment:
    """Adopt a comment, or not and say why. May be decided anew; the trail keeps both."""
    row = DraftComment.objects.within(access.reach(EDIT)).locked(comment_id)
    if row.version != expected_version:
        raise StaleVersion("该意见已由他人研究，请刷新后重试")
    said = reason.strip()
    if verdict not in CommentVerdict.values or verdict == CommentVerdict.PENDING:
        raise InputRefused(Fault("verdict", "unknown", "请选择采纳、部分采纳或未采纳"))
    if verdict != CommentVerdict.ADOPTED and not said:
        raise InputRefused(Fault("reason", "required", "未采纳或部分采纳的，须写明理由"))
    if (verdict, said) == (row.verdict, row.reason):
        raise ActionRefused("采纳情况没有变化")
    before = row.verdict
    row.verdict, row.reason = verdict, said[:1000]
    row.decided_by_name, row.decided_at = access.actor_name[:150], at
    row.version += 1
    row.save()
    changes = {"verdict": [before, verdict], "reason": said}
    trail.record("draft_comment.decide", row, access=access, at=at, changes=changes)
    return row
