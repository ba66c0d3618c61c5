"""One import in a process of its own, so that its memory is its own: prints what each step took.

python -m tests.bench.import_once KIND FILE [ANSWERS]
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import django

PIECE: Final = 64 * 1024  # as a request hands a file on


def main(kind: str, path: Path, answers: dict[str, str]) -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - only after set-up

    from wuhan_smes.accounts.access_for import access_for  # noqa: PLC0415
    from wuhan_smes.accounts.models import User  # noqa: PLC0415
    from wuhan_smes.exchange.actions import uploads  # noqa: PLC0415
    from wuhan_smes.exchange.choices import ImportState  # noqa: PLC0415
    from wuhan_smes.exchange.models import Import, Provenance  # noqa: PLC0415
    from wuhan_smes.exchange.steps import applying, checking, reading, reverting  # noqa: PLC0415
    from wuhan_smes.exchange.steps.progress import silently  # noqa: PLC0415
    from wuhan_smes.scope import scoped  # noqa: PLC0415

    access = access_for(User.objects.get(username="bureau"))
    took: dict[str, float] = {}
    peaks: dict[str, int] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        with scoped(access):
            done = work()
        took[name] = time.perf_counter() - started
        peaks[name] = _peak(resource.RUSAGE_SELF)
        return done

    def doing(work: Callable[..., None]) -> Callable[[], None]:
        return lambda: work(
            Import.objects.get(pk=made.pk), access=access, at=timezone.now(), tell=silently
        )

    made = step(
        "upload",
        lambda: uploads.upload(
            kind=kind,
            file_name=path.name,
            pieces=_pieces(path),
            access=access,
            at=timezone.now(),
            answers=answers,
        ),
    )
    step("look", doing(reading.read))
    with scoped(access):
        open_still = Import.objects.get(pk=made.pk).state == ImportState.MAPPING
    if open_still:  # the reader asks what no column says: a person leaves it open and goes on
        step("check", doing(checking.check))
    with scoped(access):
        counts = Import.objects.get(pk=made.pk).counts
    step("apply", doing(applying.apply))
    with scoped(access):
        traces = Provenance.objects.filter(of=made).count()
    step("revert", doing(reverting.revert))
    told = {"counts": counts, "traces": traces, "own_mb": _peak(resource.RUSAGE_SELF)}
    told |= {"child_mb": _peak(resource.RUSAGE_CHILDREN), "peaks": peaks}
    print(json.dumps({**took, **told}))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _peak(who: int) -> int:
    """Megabytes at most so far."""
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), json.loads((*sys.argv[3:], "{}")[0]))
