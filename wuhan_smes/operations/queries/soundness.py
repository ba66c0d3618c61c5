"""One round through everything that can be looked at, and what the last round found."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from time import monotonic
from typing import Any, Final

from wuhan_smes.access import Access
from wuhan_smes.jobs.choices import JobState
from wuhan_smes.jobs.models import Job
from wuhan_smes.scope import scoped
from wuhan_smes.soundness import CHECKS, Check, Finding

TASK: Final = "operations.verify"
SHOWN: Final = 20  # of what one look finds


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look came to; `more` are findings beyond those named."""

    name: str
    title: str
    advice: str
    seconds: float
    findings: tuple[Finding, ...]
    more: int = 0

    @property
    def found(self) -> int:
        return len(self.findings) + self.more

    def told(self) -> dict[str, Any]:
        return asdict(self)


def look(check: Check) -> Looked:
    """Ask one check over the whole register, whoever ordered it: half a look proves nothing."""
    started = monotonic()
    with scoped(Access.of_system("一致性核验")):
        findings = check.findings()
        named = tuple(islice(findings, SHOWN))
        more = sum(1 for _ in findings)
    seconds = round(monotonic() - started, 2)
    return Looked(check.name, check.title, check.advice, seconds, named, more)


def round_of(names: Collection[str] = ()) -> Iterator[Looked]:
    """Every check, or those named, one after another in the order of their names."""
    for name in sorted(names or CHECKS):
        yield look(CHECKS[name])


def last_round(access: Access) -> Job | None:
    """The newest round that came to its end, for whoever may look after all work."""
    done = Job.objects.visible_to(access).filter(task=TASK, state=JobState.DONE)
    return done.order_by("-id").first()
