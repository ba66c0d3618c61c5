"""Lines of batches when two enterprises become one: what was objected to stays objected to."""

from collections.abc import Sequence

from enterprises.actions.merging.registry import Apart, Halves, Memory
from enterprises.actions.merging.rows import MovedRows
from enterprises.choices import CandidateState
from enterprises.models import BatchCandidate, BatchObjection, Enterprise


class MovedLines(MovedRows[BatchCandidate]):
    """Lines follow. Where both halves stand in one batch the kept half's line stands, with the
    objections to either: nobody gets rid of one by being merged.
    """

    def set_aside(self, halves: Halves, aside: Sequence[BatchCandidate]) -> Memory:
        kept = {
            line.batch_id: line
            for line in BatchCandidate.objects.filter(
                enterprise=halves.into, batch_id__in=[line.batch_id for line in aside]
            )
        }
        memory: dict[str, list[int]] = {}
        for line in aside:
            mine = BatchObjection.objects.filter(candidate=line)
            objections = list(mine.order_by("pk").values_list("pk", flat=True))
            if not objections:
                continue
            stands = kept[line.batch_id]
            is_open = mine.open().exists()
            _put(objections, stands)
            memory[str(line.pk)] = objections
            if is_open and stands.state == CandidateState.PUBLICISED:
                memory[f"stopped {line.pk}"] = objections
                _stand(stands, CandidateState.OBJECTED)
        return memory

    def take_up(self, apart: Apart, again: Sequence[BatchCandidate], memory: Memory) -> None:
        for line in again:
            objections = memory.get(str(line.pk))
            if not objections:
                continue
            _put(objections, line)
            if f"stopped {line.pk}" in memory:
                _let_go(apart.halves.into, line.batch_id)


def _put(objections: Sequence[int], line: BatchCandidate) -> None:
    rows = BatchObjection.objects.filter(pk__in=objections)
    rows.update(candidate=line, jurisdiction_id=line.jurisdiction_id)


def _let_go(enterprise: Enterprise, batch_id: int) -> None:
    """The kept half's line goes on where nothing else is said against it."""
    rows = BatchCandidate.objects.filter(enterprise=enterprise, batch_id=batch_id)
    line = rows.filter(state=CandidateState.OBJECTED).first()
    if line is not None and not BatchObjection.objects.open().filter(candidate=line).exists():
        _stand(line, CandidateState.PUBLICISED)


def _stand(line: BatchCandidate, state: str) -> None:
    line.state, line.version = state, line.version + 1
    line.save(update_fields=["state", "version"])
