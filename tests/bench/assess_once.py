"""python -m tests.bench.assess_once: the whole register against one standard, undone afterwards.

Figures for every active enterprise stand in a temporary table of the same form, which goes before
the real one wherever it is named: writing millions of rows under every wall would take longer than
all that is measured, and rolling them back would leave their space behind. They are drawn for a
few and copied to the others. Prints one line of JSON.
"""

import json
import os
import time
from collections.abc import Callable

import django

BESIDE = """
CREATE TEMPORARY TABLE enterprises_annualindicators (
    LIKE public.enterprises_annualindicators
    INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING GENERATED INCLUDING INDEXES
) ON COMMIT DROP
"""
ALLOWED = "GRANT SELECT, INSERT ON pg_temp.enterprises_annualindicators TO app_bootstrap"
# By whom the figures are drawn that the others are given too.
DRAWN_FOR = """
SELECT e.id, e.jurisdiction_id, e.established_on, e.id %% 8 = 0 AS strong
  FROM enterprises_enterprise e
 WHERE e.status = 'active' AND %(today)s::date IS NOT NULL AND %(seed)s IS NOT NULL
 ORDER BY e.id LIMIT 20000
"""
COPIED = """
WITH told AS (
    SELECT a.*, dense_rank() OVER (ORDER BY a.enterprise_id) - 1 AS place
      FROM enterprises_annualindicators a
), silent AS (
    SELECT e.id, e.jurisdiction_id,
           row_number() OVER (ORDER BY e.id) %% (SELECT max(place) + 1 FROM told) AS place
      FROM enterprises_enterprise e
     WHERE e.status = 'active'
       AND NOT EXISTS (SELECT FROM enterprises_annualindicators a WHERE a.enterprise_id = e.id)
)
INSERT INTO enterprises_annualindicators
       (enterprise_id, jurisdiction_id, year, during, recorded_at, source, evidence, {names})
SELECT s.id, s.jurisdiction_id, t.year, t.during, t.recorded_at, t.source, t.evidence, {names}
  FROM silent s JOIN told t USING (place)
"""
READ = """
SELECT count(e.established_on), {counts}
  FROM enterprises_enterprise e
  JOIN enterprises_annualindicators a ON a.enterprise_id = e.id AND a.superseded_at IS NULL
 WHERE e.status = 'active'
"""
RUNS = 2


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
    from enterprises.choices import ApplicationKind, Tier  # noqa: PLC0415
    from enterprises.models import Enterprise  # noqa: PLC0415
    from enterprises.queries.assessment import basis_for, tally  # noqa: PLC0415
    from enterprises.queries.prospects import prospects  # noqa: PLC0415
    from tests.bench.statistics import analyse  # noqa: PLC0415
    from wuhan_smes.access import Access, Reach  # noqa: PLC0415
    from wuhan_smes.operations.demo import figures  # noqa: PLC0415
    from wuhan_smes.scope import bootstrap_scope  # noqa: PLC0415
    from wuhan_smes.web.pagination import keyset_page  # noqa: PLC0415

    today, everywhere = timezone.localdate(), Reach(everywhere=True)
    counts = ", ".join(f"count(a.{name})" for name in figures.COLUMNS)
    with transaction.atomic(), bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL jit = off")
        _tell_everybody()
        basis = basis_for("little_giant", "new", on=today)
        active = Enterprise.objects.within(everywhere).filter(status="active")
        judged = _best(lambda: tally(active, basis))
        read = _best(lambda: cursor.execute(READ.format(counts=counts)))
        begun = time.perf_counter()
        worked = actions.refresh(
            access=Access.of_system("测量"),
            at=timezone.now(),
            lists=[(Tier.LITTLE_GIANT, ApplicationKind.NEW)],
        )
        refreshed = time.perf_counter() - begun
        analyse("enterprises_prospect")
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


def _tell_everybody() -> None:
    """Figures of four years for every active enterprise, where nobody else sees them."""
    from django.db import connection  # noqa: PLC0415 - only after set-up

    from tests.bench.statistics import analyse  # noqa: PLC0415 - only after set-up
    from wuhan_smes.operations.demo import figures  # noqa: PLC0415 - only after set-up

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        ((role,),) = cursor.fetchall()
        cursor.execute("SET LOCAL temp_buffers = '256MB'")
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute(BESIDE)
        cursor.execute(ALLOWED)
        cursor.execute("SELECT set_config('role', %s, true)", [role])
        figures.tell(1, who=DRAWN_FOR)
        cursor.execute(COPIED.format(names=", ".join(figures.COLUMNS)), [])
    analyse("enterprises_annualindicators")


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
