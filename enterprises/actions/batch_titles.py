"""What an announcement writes: titles for lines that passed, an end for those that did not.

Each line remembers the versions written for it, so that a mistaken announcement can be taken back.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from enterprises.actions.cultivation_steps import sent_back
from enterprises.actions.recognitions import Award, recognise_set, renewed_set
from enterprises.actions.title_changes import end_after_review
from enterprises.choices import ApplicationKind, CandidateState
from enterprises.models import BatchCandidate, RecognitionBatch
from enterprises.rules import batches as rules
from wuhan_smes.access import Access

Written = Mapping[int, list[int]]


def titled(
    batch: RecognitionBatch,
    lines: Sequence[BatchCandidate],
    access: Access,
    at: datetime,
    *,
    despite: str = "",
) -> int:
    """Write the titles of these lines by what became of each; returns how many passed."""
    passed = [line for line in lines if line.state == CandidateState.PASSED]
    out = [line for line in lines if line.state in rules.OUT]
    review = batch.kind == ApplicationKind.REVIEW
    written: defaultdict[int, list[int]] = defaultdict(list)
    if review:
        done = [*_renewed(batch, passed, access, at), *_ended(batch, out, access, at)]
    else:
        done = _given(batch, passed, access, at, despite)
    for enterprise_id, version in done:
        written[enterprise_id].append(version)
    for line in lines:
        line.written = written[line.enterprise_id]
    BatchCandidate.objects.bulk_update(lines, ["written"], batch_size=2_000)
    if not review:
        sent_back([line.enterprise_id for line in out], batch, access, at)
    return len(passed)


def _award(batch: RecognitionBatch) -> Award:
    return Award(batch_id=batch.pk, valid_from=batch.valid_from, valid_until=batch.valid_until)


def _given(
    batch: RecognitionBatch,
    passed: Sequence[BatchCandidate],
    access: Access,
    at: datetime,
    despite: str,
) -> list[tuple[int, int]]:
    if not passed:
        return []
    given = dict.fromkeys([line.enterprise_id for line in passed], _award(batch))
    titles = recognise_set(given, access=access, at=at, despite=despite)
    return [(title.enterprise_id, title.id) for title in titles]


def _renewed(
    batch: RecognitionBatch, passed: Sequence[BatchCandidate], access: Access, at: datetime
) -> list[tuple[int, int]]:
    """The new titles, and the old ones whose pending review was settled."""
    series = dict.fromkeys(_series(passed), _award(batch))
    changed = renewed_set(series, access, at) if series else []
    return [(new.enterprise_id, new.id) for _, new in changed]


def _ended(
    batch: RecognitionBatch, out: Sequence[BatchCandidate], access: Access, at: datetime
) -> list[tuple[int, int]]:
    causes = {
        line.reviewed_series: rules.CAUSES[line.state]
        for line in out
        if line.reviewed_series is not None
    }
    if not causes:
        return []
    ended = end_after_review(causes, access, at=at, batch=batch)
    return [(title.enterprise_id, title.pk) for title in ended]


def _series(lines: Sequence[BatchCandidate]) -> list[int]:
    return [line.reviewed_series for line in lines if line.reviewed_series is not None]
