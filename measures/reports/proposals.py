"""The reply to a proposal as an official paper, and the lists of proposals and comments."""

import re
from datetime import date
from typing import Final

from enterprises.reports.heading import chinese_day
from measures.choices import ProposalKind
from measures.models import DraftComment, Proposal
from measures.queries.quoting import now
from measures.rules.references import filled
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Agency
from wuhan_smes.reporting.cells import UNPRINTABLE
from wuhan_smes.reporting.lists import ListExport, columns_of
from wuhan_smes.reporting.official import Paper

PROPOSALS: Final = ListExport(
    "proposals",
    "建议提案办理台账",
    columns_of(
        Proposal,
        "number",
        "kind",
        "session",
        "proposer",
        "title",
        ("lead__name", "主办单位"),
        ("jurisdiction__name", "承办地区"),
        "received_on",
        "due_on",
        "state",
        "drafted_by_name",
        "approved_by_name",
        "document_no",
        "answered_on",
        "satisfaction",
        "feedback",
    ),
)
COMMENTS: Final = ListExport(
    "draft-comments",
    "征求意见采纳情况表",
    columns_of(
        DraftComment,
        ("document__title", "文件"),
        "number",
        "from_whom",
        "received_on",
        "clause",
        "text",
        "verdict",
        "reason",
        "recorded_by_name",
        "decided_by_name",
        "decided_at",
    ),
)
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
NAMES: Final = {ProposalKind.SUGGESTION: "建议", ProposalKind.MOTION: "提案"}


def reply_paper(row: Proposal, *, reach: Reach) -> Paper:
    """The reply with its figures put in and, below the text, what each of them is.

    Before the approval it is marked as a draft and its figures are those of now.
    """
    found = now(row, reach=reach)
    text = [line.strip() for line in filled(row.reply, found).splitlines() if line.strip()]
    told = (DAY.sub(_day_of_paper, it.note) for it in found.values())
    notes = [f"{n}. {note}" for n, note in enumerate(told, start=1)]
    kind = NAMES[ProposalKind(row.kind)]
    draft = "" if row.approved_at else "（代拟稿）"
    day = chinese_day(row.answered_on) if row.answered_on else "　　年　　月　　日"
    return Paper(
        _clean(f"对{row.session}第{row.number}号{kind}的答复{draft}"),
        _clean(row.document_no),
        _clean(row.proposer),
        [
            f"您提出的《{_clean(row.title)}》收悉。经研究，现答复如下：",
            *map(_clean, text),
            *(["引用数据口径：", *map(_clean, notes)] if notes else []),
        ],
        formal_name(row.lead),
        day,
    )


def formal_name(agency: Agency) -> str:
    """As a unit signs: 市经信局 is 武汉市经济和信息化局 there."""
    return next((name for name in agency.aliases if name.startswith("武汉市")), agency.name)


def _day_of_paper(found: re.Match[str]) -> str:
    return chinese_day(date.fromisoformat(found[0]))


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("", text)
