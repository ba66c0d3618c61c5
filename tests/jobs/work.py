"""Background work for tests: leaves an entry in the trail, and can be held up on the way."""

import time
from pathlib import Path

from django.utils import timezone

from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused
from wuhan_smes.jobs.running import LeasedJob, leased_task

EFFECT = "tests.effect"
PATIENCE = 30


def wait_for(path: str) -> None:
    until = time.monotonic() + PATIENCE
    while not Path(path).exists():
        if time.monotonic() > until:
            raise TimeoutError(path)
        time.sleep(0.02)


@leased_task("tests.leave_mark", title="留下记号")
def leave_mark(job: LeasedJob, *, mark: str, begun: str = "", gate: str = "") -> dict[str, str]:
    trail.record_fact(EFFECT, mark, access=job.access, at=timezone.now(), changes={})
    if begun:
        Path(begun).touch()
    if gate:
        wait_for(gate)
    return {"mark": mark}


@leased_task("tests.count", title="计数")
def count(job: LeasedJob, *, total: int) -> int:
    for done in range(1, total + 1):
        job.progress(done, total, f"已处理 {done} 家")
    return total


@leased_task("tests.refuse", title="拒绝")
def refuse(job: LeasedJob) -> None:
    trail.record_fact(EFFECT, "refuse", access=job.access, at=timezone.now(), changes={})
    raise ActionRefused("该文件已导入，无需重复导入")


@leased_task("tests.break_down", title="出错")
def break_down(job: LeasedJob) -> None:
    raise ZeroDivisionError


@leased_task("tests.batches", title="分批", batched=True)
def batches(job: LeasedJob, *, marks: list[str], begun: str = "", gate: str = "") -> None:
    for number, mark in enumerate(marks, start=1):
        with job.batch():
            trail.record_fact(EFFECT, mark, access=job.access, at=timezone.now(), changes={})
        if number == 1 and begun:
            Path(begun).touch()
            wait_for(gate)
        job.progress(number, len(marks))
