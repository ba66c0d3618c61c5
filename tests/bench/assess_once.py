"""python -m tests.bench.assess_once: the whole register against one standard, undone afterwards.

Figures for every active enterprise are made in SQL inside the transaction, so that nothing of them
stays. Prints one line of JSON.
"""

import json
import os
import time
from collections.abc import Callable

import django

EVERYBODY = """
SELECT e.id, e.jurisdiction_id, e.established_on, e.id %% 8 = 0 AS strong
  FROM enterprises_enterprise e WHERE e.status = 'active'
   AND NOT EXISTS (SELECT FROM enterprises_annualindicators a WHERE a.enterprise_id = e.id)
   AND %(today)s::date IS NOT NULL AND %(seed)s IS NOT NULL
"""
READ = """
SELECT count(e.established_on), {counts}
  FROM enterprises_enterprise e
  JOIN enterprises_annualindicators a ON a.enterprise_id = e.id AND a.superseded_at IS NULL
 WHERE e.status = 'active'
"""
RUNS = 3


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    django.setup()
    print(json.dumps(measured()))


def measured() -> dict[str, float]:
    """Seconds of judging, of reading the rows once, of working the lists out, and of a page."""
    # Django's modules can be imported only after the set-up.
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from enterprises.actions import prospects as actions  # noqa: PLC0415
    from enterprises.models import Enterprise  # noqa: PLC0415
    from enterprises.queries.assessment import basis_for, tally  # noqa: PLC0415
    from enterprises.queries.prospects import prospects  # noqa: PLC0415
    from wuhan_smes.access import Access, Reach  # noqa: PLC0415
    from wuhan_smes.operations.demo import figures  # noqa: PLC0415
    from wuhan_smes.scope import bootstrap_scope  # noqa: PLC0415
    from wuhan_smes.web.pagination import keyset_page  # noqa: PLC0415

    today, everywhere = timezone.localdate(), Reach(everywhere=True)
    counts = ", ".join(f"count(a.{name})" for name in figures.COLUMNS)
    with transaction.atomic(), bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL jit = off")
        figures.tell(1, who=EVERYBODY)
        cursor.execute("ANALYZE enterprises_annualindicators")
        basis = basis_for("little_giant", "new", on=today)
        active = Enterprise.objects.within(everywhere).filter(status="active")
        judged = _best(lambda: tally(active, basis))
        read = _best(lambda: cursor.execute(READ.format(counts=counts)))
        begun = time.perf_counter()
        worked = actions.refresh(access=Access.of_system("测量"), at=timezone.now())
        refreshed = time.perf_counter() - begun
        cursor.execute("ANALYZE enterprises_prospect")
        rows = prospects("little_giant", reach=everywhere).for_list()
        orderings = {"steps": ("steps", "enterprise_id", "id")}
        page = _best(lambda: keyset_page(rows, orderings=orderings), runs=20)
        one = _best(lambda: keyset_page(rows.lacking_only("H8"), orderings=orderings), runs=20)
        found = {
            "enterprises": active.count(),
            "prospects": worked.total,
            "judged": judged,
            "read": read,
            "refreshed": refreshed,
            "page": page,
            "one": one,
        }
        transaction.set_rollback(True)
    return found


def _best(work: Callable[[], object], *, runs: int = RUNS) -> float:
    """The quickest of a few: what else the machine did is not what is measured."""
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


if __name__ == "__main__":
    main()
