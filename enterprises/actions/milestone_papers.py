"""Files that show what a key little giant's plan reached: kept while it runs, and taken back."""

from datetime import datetime

from django.db import transaction

from enterprises.actions.key_projects import FOLLOW
from enterprises.actions.papers import Proof, taken_back
from enterprises.models import KeyMilestone, KeyProject, MilestonePaper
from enterprises.rules import evidence, key_projects
from wuhan_smes.access import Access
from wuhan_smes.audit import trail


@transaction.atomic
def attach(
    milestone_id: int, *, access: Access, at: datetime, name: str, data: bytes
) -> MilestonePaper:
    """Keep a file with a milestone. The same file again is the first one."""
    milestone = KeyMilestone.objects.within(access.reach(FOLLOW)).locked(milestone_id)
    _require_running(milestone, access)
    proof = Proof(evidence.read_evidence(name, data))
    rows = MilestonePaper.objects.standing().filter(milestone=milestone)
    known = rows.filter(sha256=proof.sha256).first()
    if known is not None:
        return known
    key_projects.require_room(rows.count())
    columns = proof.kept(access=access, at=at, jurisdiction_id=milestone.jurisdiction_id)
    made = MilestonePaper.objects.create(milestone=milestone, **columns)
    changes = {"milestone": milestone.pk, "name": made.name, "sha256": made.sha256}
    trail.record("key_project.attach_paper", made, access=access, at=at, changes=changes)
    return made


@transaction.atomic
def remove(paper_id: int, *, access: Access, at: datetime, reason: str) -> MilestonePaper:
    """Take a file back while the plan runs; what it was evaluated by stays."""
    rows = MilestonePaper.objects.within(access.reach(FOLLOW)).select_related("milestone")
    paper = rows.locked(paper_id)
    _require_running(paper.milestone, access)
    changes = taken_back(paper, reason, access, at)
    trail.record("key_project.remove_paper", paper, access=access, at=at, changes=changes)
    return paper


def _require_running(milestone: KeyMilestone, access: Access) -> None:
    project = KeyProject.objects.within(access.reach(FOLLOW)).locked(milestone.project_id)
    key_projects.require_running(project.state)
