"""python -m tests.bench.reports_once: every report made once, as a worker makes it.

Nothing is written. Prints one line of JSON: seconds, rows and bytes of each.
"""

import json
import os
import resource
import time
from typing import Any

import django

# What is asked of reports that have such a choice: a year that has much in it.
ASKED = {"on": "2025-07-25", "from": "2024-07-26", "to": "2025-07-25", "year": "2025"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    django.setup()
    print(json.dumps(measured()))


def measured() -> list[dict[str, Any]]:
    """Each report worked out and put into its canonical bytes, in the catalogue's order."""
    # Django's modules can be imported only after the set-up.
    from django.utils import timezone  # noqa: PLC0415

    from wuhan_smes.access import Access  # noqa: PLC0415
    from wuhan_smes.errors import ActionRefused  # noqa: PLC0415
    from wuhan_smes.reporting.canonical import canonical  # noqa: PLC0415
    from wuhan_smes.reporting.catalogue import catalogue  # noqa: PLC0415
    from wuhan_smes.reporting.figuring import figured  # noqa: PLC0415
    from wuhan_smes.reporting.models import ReportRun  # noqa: PLC0415
    from wuhan_smes.scope import scoped  # noqa: PLC0415

    access, now, found = Access.of_system("测量"), timezone.now(), []
    for report in catalogue.listed():
        known = {it.name for it in report.choices}
        words = {name: word for name, word in ASKED.items() if name in known}
        asked = report.read(words, timezone.localdate())
        run = ReportRun(report=report.name, params=asked, known_at=now, year=2026, ordinal=1)
        told: dict[str, Any] = {"title": report.title, "rows": 0, "bytes": 0}
        begun = time.perf_counter()
        try:
            with scoped(access):
                sheet = figured(run, access)
                told |= {"rows": len(sheet.rows), "bytes": len(canonical(sheet))}
        except ActionRefused as refusal:
            told["refused"] = refusal.message
        told["seconds"] = time.perf_counter() - begun
        told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        found.append(told)
    return found


if __name__ == "__main__":
    main()
