"""Taking an earlier invented city away, and nothing else."""

from django.db import connection

from enterprises.models import BatchUnit, Enterprise, Place, RecognitionBatch
from wuhan_smes.errors import ActionRefused
from wuhan_smes.files.models import StoredFile
from wuhan_smes.operations.demo import monitoring, promises_kept, results, steering
from wuhan_smes.operations.demo.city import PLACE_CODE
from wuhan_smes.operations.demo.daily import settling
from wuhan_smes.operations.demo.names import MARK, RESERVED
from wuhan_smes.scope import bootstrap_scope

REAL = """
SELECT name FROM enterprises_enterprise
 WHERE strpos(name, %s) = 0 OR (uscc IS NOT NULL AND substr(uscc, 9, 4) <> %s)
 LIMIT 1
"""
# The register, draws from it, its money, plans and assessments of units, and every table whose rows
# rest on them, at any remove.
RESTING = """
WITH RECURSIVE resting(oid) AS (
    SELECT oid FROM pg_class WHERE oid IN ('enterprises_enterprise'::regclass,
           'enterprises_inspectiondraw'::regclass, 'measures_budget'::regclass,
           'measures_disbursementbatch'::regclass, 'measures_targetplan'::regclass,
           'measures_assessmentround'::regclass)
    UNION
    SELECT c.conrelid FROM pg_constraint c JOIN resting r ON c.confrelid = r.oid
     WHERE c.contype = 'f'
)
SELECT oid::regclass::text FROM resting ORDER BY 1
"""


def require_empty() -> None:
    """Refuses when anything is registered: invented rows never mix with others."""
    with bootstrap_scope():
        known = Enterprise.objects.count()
    if known:
        raise ActionRefused(
            f"登记簿中已有 {known} 家企业，未作任何改动；"
            "若全是示例数据，可加 --replace 换成新的示例城市"
        )


def clear() -> None:
    """Remove an earlier invented city; refuses when a single enterprise is not invented.

    History refuses deletion, so its guards are put aside and back by the tables' owner.
    """
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute(REAL, [MARK, RESERVED])
        if cursor.fetchone():
            raise ActionRefused("登记簿中有非示例企业，示例数据不能覆盖真实数据")
    with connection.cursor() as cursor:
        cursor.execute(RESTING)
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with bootstrap_scope(), connection.cursor() as cursor:
        BatchUnit.objects.filter(batch__source__startswith=MARK).delete()
        RecognitionBatch.objects.filter(source__startswith=MARK).delete()
        Place.objects.filter(code__startswith=PLACE_CODE).delete()
        StoredFile.objects.filter(name__startswith=MARK, owner__isnull=True).delete()
        settling.clear()
        monitoring.clear()
        results.clear()
        promises_kept.clear()
        steering.clear()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
