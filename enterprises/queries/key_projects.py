"""Which instalment of a key little giant may be paid: asked by whoever pays."""

from collections.abc import Collection
from dataclasses import dataclass

from enterprises.choices.holding import ProjectState
from enterprises.models import KeyProject
from enterprises.rules.key_projects import claws_back
from wuhan_smes.access import Reach
from wuhan_smes.many_rows import among


@dataclass(frozen=True, slots=True)
class Gates:
    """`start` opens the first half, `evaluated` the second; `claw_back`: what was paid is asked
    back. `why` says in words what a closed gate waits for.
    """

    project_id: int
    start: bool
    evaluated: bool
    claw_back: bool
    why: str


def gates(enterprise_ids: Collection[int], *, reach: Reach) -> dict[int, Gates]:
    """Enterprise → the gates of its project; who has none is left out."""
    rows = KeyProject.objects.within(reach).filter(among("enterprise_id", enterprise_ids))
    return {row.enterprise_id: _gates(row) for row in rows}


def _gates(row: KeyProject) -> Gates:
    running, passed = row.state == ProjectState.RUNNING, row.state == ProjectState.PASSED
    why = "" if passed else "评价通过后拨付其余部分" if running else str(row.get_state_display())
    return Gates(row.pk, running or passed, passed, claws_back(row.state, row.invested), why)
