"""How a review ends, and what each end writes into the book."""

from datetime import date, timedelta
from enum import Enum, auto
from random import Random
from typing import Final

from enterprises.choices import CandidateState, WithdrawalCause
from enterprises.rules.spans import months_later
from wuhan_smes.operations.demo.rounds import ROUNDS
from wuhan_smes.operations.demo.titles import Book, Title

TERM_MONTHS: Final = 36


class Fate(Enum):
    PASSED = auto()
    FAILED = auto()
    NOT_SUBMITTED = auto()
    WAIVED = auto()
    PENDING = auto()


STATES: Final = {
    Fate.PASSED: CandidateState.PASSED,
    Fate.FAILED: CandidateState.FAILED,
    Fate.NOT_SUBMITTED: CandidateState.NOT_SUBMITTED,
    Fate.WAIVED: CandidateState.WAIVED,
    Fate.PENDING: CandidateState.IN_REVIEW,
}
CAUSES: Final = {
    Fate.FAILED: WithdrawalCause.REVIEW_FAILED,
    Fate.NOT_SUBMITTED: WithdrawalCause.NOT_REVIEWED,
    Fate.WAIVED: WithdrawalCause.WAIVED,
}
ODDS: Final = (
    (0.80, Fate.PASSED),
    (0.86, Fate.FAILED),
    (0.90, Fate.NOT_SUBMITTED),
    (0.93, Fate.WAIVED),
)


def later_fate(rng: Random) -> Fate:
    """Four in five pass; some are still under review."""
    drawn = rng.random()
    return next((fate for below, fate in ODDS if drawn < below), Fate.PENDING)


def decided_fate(rng: Random) -> Fate:
    """The same where every decision has fallen."""
    fate = later_fate(rng)
    return Fate.PASSED if fate is Fate.PENDING else fate


def review(
    book: Book,
    title: Title,
    code: str,
    fate: Fate,
    *,
    pending_from: date | None = None,
    start: date | None = None,
    subclass: str | None = None,
) -> Title:
    """Carry `title` through the review `code`; the title that holds afterwards, or `title`.

    `pending_from` is the day on which its end was suspended, where the decision came after it.
    """
    each = ROUNDS[code]
    asked = pending_from or title.valid_until - timedelta(days=15)
    book.stand(code, STATES[fate], title, each.announced_on or asked)
    if pending_from is not None or fate is Fate.PENDING:
        book.learn(title, asked, review_pending=True)
    if fate is Fate.PENDING:
        return title
    decided = each.decided_on
    if fate is not Fate.PASSED:
        ended = decided if pending_from is not None else title.valid_until
        facts = {"extended_until": ended} if pending_from is not None else {}
        known = min(decided, ended) if fate is Fate.WAIVED else max(decided, ended)
        if fate is Fate.FAILED:
            known = decided
        book.learn(
            title, known, review_pending=False, withdrawn_on=ended, cause=CAUSES[fate], **facts
        )
        return title
    if pending_from is not None:
        book.learn(title, decided, review_pending=False)
    begins = start or title.valid_until
    return book.award(
        code,
        start=begins,
        until=months_later(begins, TERM_MONTHS),
        after=title,
        subclass=title.subclass if subclass is None else subclass,
    )
