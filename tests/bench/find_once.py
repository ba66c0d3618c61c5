"""python -m tests.bench.find_once: one programme over the whole register, undone afterwards.

Every third active enterprise is given a title few hold inside the transaction: the planted set.
Prints one line of JSON.
"""

import json
import os
import time
from collections.abc import Callable
from datetime import date

import django

DAY = date(2026, 3, 3)
PLANT = """
INSERT INTO enterprises_recognition (enterprise_id, jurisdiction_id, tier, subclass,
       recogniser_level, document_no, certificate_no, valid_from, review_pending, withdrawal_cause,
       withdrawal_document, outcome, round, rule_set, recorded_at, change_note, source, version)
SELECT e.id, e.jurisdiction_id, 'champion_provincial', '', 'municipal', '', '', DATE '2025-06-01',
       false, '', '', 'new', '', '', now(), '', '', 1
  FROM enterprises_enterprise e WHERE e.status = 'active' AND e.id %% 3 = 0
   AND NOT EXISTS (SELECT FROM enterprises_recognition r WHERE r.enterprise_id = e.id
                      AND r.tier = 'champion_provincial')
"""
WANTED = """
SELECT DISTINCT r.enterprise_id FROM enterprises_recognition r
  JOIN enterprises_enterprise e ON e.id = r.enterprise_id AND e.status = 'active'
 WHERE r.tier = 'champion_provincial' AND r.outcome = 'new' AND r.superseded_at IS NULL
   AND r.valid_from >= DATE '2025-01-01' AND coalesce(r.announced_on, r.valid_from) <= %(day)s
   AND coalesce(r.announced_on, r.valid_from) >= DATE '2025-01-01'
   AND (r.withdrawn_on IS NULL OR r.withdrawn_on > %(day)s)
"""
# What a programmer would write for this one programme: payees, lines and their entries.
HAND = """
WITH owed AS MATERIALIZED (
    SELECT DISTINCT ON (e.id) e.id, e.jurisdiction_id, e.uscc, e.name,
           coalesce(r.announced_on, r.valid_from) AS event_on
      FROM enterprises_recognition r
      JOIN enterprises_enterprise e ON e.id = r.enterprise_id AND e.status = 'active'
     WHERE r.tier = 'champion_provincial' AND r.outcome = 'new' AND r.superseded_at IS NULL
       AND coalesce(r.announced_on, r.valid_from) BETWEEN DATE '2025-01-01' AND %(day)s
       AND (r.withdrawn_on IS NULL OR r.withdrawn_on > %(day)s)
       AND NOT EXISTS (SELECT FROM measures_pastpayment p WHERE p.enterprise_id = e.id
                          AND p.superseded_at IS NULL AND p.matter = 'bench')
     ORDER BY e.id, event_on
), made AS (
    INSERT INTO measures_payee (kind, identifier, name, enterprise_id, jurisdiction_id, version)
    SELECT 'enterprise', coalesce(uscc, '#' || id), name, id, jurisdiction_id, 1 FROM owed o
     WHERE NOT EXISTS (SELECT FROM measures_payee y WHERE y.enterprise_id = o.id)
    RETURNING id, enterprise_id
), written AS (
    INSERT INTO measures_entitlement (payee_id, programme_id, matter_id, period, jurisdiction_id,
           state, reason, gross, already_paid, payable, options, missing, snapshot, event_on,
           found_on, recorded_at, version, instalment, step_no)
    SELECT y.id, %(programme)s, %(matter)s, 0, o.jurisdiction_id, 'proposed', 'best', 100, 0, 100,
           '[]', '{}', '{}', o.event_on, %(day)s, now(), 1, 1, 0
      FROM owed o JOIN (SELECT id, enterprise_id FROM made UNION ALL
                        SELECT id, enterprise_id FROM measures_payee) y ON y.enterprise_id = o.id
    RETURNING id, jurisdiction_id, payable
), entered AS (
    INSERT INTO audit_auditevent (at, actor_id, actor_name, kind, target, request_id, address,
           target_id, target_name, jurisdiction_id, changes)
    SELECT now(), NULL, '测量', 'entitlement.found', 'measures.entitlement', '', NULL, id,
           '#' || id, jurisdiction_id, jsonb_build_object('payable', payable) FROM written
)
SELECT count(*) FROM written
"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
    django.setup()
    print(json.dumps(measured()))


def measured() -> dict[str, float]:
    """Seconds of both, of looking again and of counting who is left out; and how exact it was."""
    # Django's modules can be imported only after the set-up.
    from django.db import connection, transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from enterprises.models import Enterprise  # noqa: PLC0415
    from measures.actions import finding  # noqa: PLC0415
    from measures.models import Entitlement  # noqa: PLC0415
    from measures.queries.left_out import left_out  # noqa: PLC0415
    from tests.bench.statistics import analyse  # noqa: PLC0415
    from tests.factories.promises import make_programme  # noqa: PLC0415
    from wuhan_smes.access import Access, Reach  # noqa: PLC0415
    from wuhan_smes.scope import bootstrap_scope  # noqa: PLC0415

    access, now = Access.of_system("测量"), timezone.now()
    with transaction.atomic(), bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(PLANT, [])
        analyse("enterprises_recognition", "measures_payee", "measures_entitlement")
        programme = make_programme(
            eligibility={"events": [{"event": "title_gained", "tiers": ["champion_provincial"]}]},
            amount_rule={"kind": "fixed", "amount": "100"},
        )
        words = {"day": DAY, "programme": programme.pk, "matter": programme.matter_id}
        cursor.execute(WANTED, words)
        wanted = {key for (key,) in cursor.fetchall()}

        def look() -> None:
            finding.find(programme.pk, access=access, at=now, on=DAY)

        hand = _undone(lambda: cursor.execute(HAND, words))
        first = _undone(look)
        look()
        again = _seconds(look)
        lines = Entitlement.objects.filter(programme=programme)
        found = set(lines.values_list("payee__enterprise_id", flat=True))
        everywhere = Reach(everywhere=True)
        reasons = _seconds(lambda: left_out(programme, on=DAY, reach=everywhere))
        answer = {
            "enterprises": Enterprise.objects.within(everywhere).count(),
            "lines": len(found),
            "hand": hand,
            "first": first,
            "again": again,
            "left_out": reasons,
            "precision": len(found & wanted) / len(found),
            "recall": len(found & wanted) / len(wanted),
        }
        transaction.set_rollback(True)
    return answer


def _undone(work: Callable[[], object], runs: int = 3) -> float:
    """The quickest of a few, each on the same rows."""
    from django.db import transaction  # noqa: PLC0415 - only after set-up

    seconds = []
    for _ in range(runs):
        with transaction.atomic():
            seconds.append(_seconds(work))
            transaction.set_rollback(True)
    return min(seconds)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
