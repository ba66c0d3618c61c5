"""How files are kept as proof and taken back, whatever they prove."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enterprises.models.evidence import KeptPaper
from enterprises.rules.evidence import Given
from wuhan_smes.access import Access
from wuhan_smes.errors import Fault, InputRefused, TransitionRefused
from wuhan_smes.files.storing import store


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that may be kept, with its fingerprint."""

    given: Given

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.given.data).hexdigest()

    def kept(self, *, access: Access, at: datetime, jurisdiction_id: int) -> dict[str, Any]:
        """Put it away; the columns every such row has."""
        given = self.given
        file = store(
            given.name,
            given.media_type,
            [given.data],
            access=access,
            at=at,
            jurisdiction_id=jurisdiction_id,
        )
        return {
            "jurisdiction_id": jurisdiction_id,
            "file": file,
            "name": given.name,
            "media_type": given.media_type,
            "size": file.size,
            "sha256": file.sha256,
            "added_at": at,
            "added_by_name": access.actor_name,
        }


def taken_back(paper: KeptPaper, reason: str, access: Access, at: datetime) -> dict[str, str]:
    """It is no longer shown, and who did so why stays. The row is locked; what changed is returned
    for the trail.
    """
    if paper.removed_at is not None:
        raise TransitionRefused("该佐证文件已经撤下")
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明撤下原因"))
    paper.removed_at, paper.removed_by_name = at, access.actor_name
    paper.removed_reason = reason.strip()[:200]
    paper.save(update_fields=["removed_at", "removed_by_name", "removed_reason"])
    return {"name": paper.name, "reason": paper.removed_reason}
