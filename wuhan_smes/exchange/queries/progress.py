"""Where an import stands, as people and programs are told."""

from dataclasses import dataclass
from typing import Final

from wuhan_smes.exchange.choices import ImportState, Step
from wuhan_smes.exchange.models import Import
from wuhan_smes.jobs.choices import JobState

FAILED: Final = "failed"
FAILED_LABEL: Final = "未完成"


@dataclass(frozen=True, slots=True)
class Progress:
    """`state` is a step while a job is at work, `failed` when the last one did not end well, else
    the import's own state. `percent` is unknown (None) while the number of rows is.
    """

    state: str
    label: str
    done: int = 0
    total: int | None = None
    percent: int | None = None
    message: str = ""
    error: str = ""

    @property
    def is_running(self) -> bool:
        return self.state in Step.values


def progress_of(import_: Import) -> Progress:
    """Expects `job` to be selected with the import; a colleague's job is not shown to all."""
    state = ImportState(import_.state)
    if not import_.step:
        return Progress(state.value, state.label)
    step, job = Step(import_.step), import_.job
    if job is None or job.is_unfinished:
        if job is None:
            return Progress(step.value, step.label)
        return Progress(
            step.value, step.label, job.done_count, job.total_count, job.percent, job.message
        )
    if job.state == JobState.FAILED:
        return Progress(FAILED, FAILED_LABEL, error=job.error)
    return Progress(state.value, state.label)
