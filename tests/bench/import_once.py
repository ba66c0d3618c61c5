"""One import in a process of its own, so that its memory is its own: prints what each step took.

python -m tests.bench.import_once FILE
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import django

MEGABYTE: Final = 1024 * 1024
ANSWERS: Final = {
    "tier": "瞪羚企业",
    "document_no": "示例〔2026〕1号",
    "announced_on": "2026-01-05",
    "valid": "2026年1月5日至2027年1月4日",
}


def main(path: Path) -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - only after set-up

    from wuhan_smes.accounts.access_for import access_for  # noqa: PLC0415
    from wuhan_smes.accounts.models import User  # noqa: PLC0415
    from wuhan_smes.exchange.actions import uploads  # noqa: PLC0415
    from wuhan_smes.exchange.models import Import, Provenance  # noqa: PLC0415
    from wuhan_smes.exchange.steps import applying, checking, reading, reverting  # noqa: PLC0415
    from wuhan_smes.exchange.steps.progress import silently  # noqa: PLC0415
    from wuhan_smes.scope import scoped  # noqa: PLC0415

    access = access_for(User.objects.get(username="bureau"))

    def step(work: Callable[..., None]) -> float:
        started = time.perf_counter()
        with scoped(access):
            import_ = Import.objects.get(pk=made.pk)
            work(import_, access=access, at=timezone.now(), tell=silently)
        return time.perf_counter() - started

    with scoped(access):
        made = uploads.upload(
            kind="recognitions",
            file_name=path.name,
            pieces=iter([path.read_bytes()]),
            access=access,
            at=timezone.now(),
            answers=ANSWERS,
        )
    # The reader asks about a batch that nobody names: a person leaves it open and goes on.
    took = {"look": step(reading.read), "check": step(checking.check)}
    with scoped(access):
        counts = Import.objects.get(pk=made.pk).counts
    took["apply"] = step(applying.apply)
    with scoped(access):
        traces = Provenance.objects.filter(of=made).count()
    took["revert"] = step(reverting.revert)
    own, child = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        json.dumps({**took, "counts": counts, "traces": traces, "own_mb": own, "child_mb": child})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
