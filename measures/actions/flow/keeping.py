"""What goes out is kept as it went out, in the transaction that lets it out."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from measures.choices import PaperKind
from measures.models import DisbursementBatch, DisbursementPaper
from measures.queries.annex import drafted, lines_of
from measures.rules.papers import canonical, fingerprint
from wuhan_smes.access import Access


def keep(
    batch: DisbursementBatch,
    kind: PaperKind,
    access: Access,
    at: datetime,
    *,
    day: date,
    only: Collection[int],
    **words: Any,
) -> DisbursementPaper:
    """The paper of these lines of a batch, signed on `day`; `words` are what this kind says."""
    said = replace(drafted(batch), day=day, lines=lines_of(batch.pk, only=only), **words)
    body = canonical(said)
    return DisbursementPaper.objects.create(
        batch=batch,
        jurisdiction_id=batch.jurisdiction_id,
        kind=kind,
        document_no=said.document_no,
        day=day,
        lines=len(said.lines),
        total=said.total,
        canonical=body,
        digest=fingerprint(body),
        made_by_name=access.actor_name,
        made_at=at,
    )
