"""The commands that load and look at an invented city, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg

from tests import databases

ROOT = Path(__file__).resolve().parents[2]
# Every constraint, index, wall and trigger there is.
CATALOG = """
SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid),
       indisvalid
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
 WHERE relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'wall', relname, '', relrowsecurity::text, relforcerowsecurity
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled = 'O'
  FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2, 3, 4
"""
# What every figure of the reply and every promised number rests on, on the day of the reply.
RESTS_ON = """
import json, django
django.setup()
from datetime import date
from enterprises.models import ReportedFigure
from enterprises.queries.comparisons import comparisons
from measures.models import Commitment
from measures.queries.targets.progress import lines
from wuhan_smes.access import Reach
from wuhan_smes.scope import bootstrap_scope
city, on = Reach(everywhere=True), date(2025, 7, 25)
with bootstrap_scope():
    said = ReportedFigure.objects.get(code="srdi_sme_holders").document
    reply = ReportedFigure.objects.filter(document=said).order_by("pk")
    figures = [
        (it.figure.code, it.figure.counterpart, it.figure.computed_by, it.on.isoformat(),
         None if it.difference is None else float(it.difference))
        for it in comparisons(reply, reach=city)
    ]
    targets = {
        it.clause.code: (it.source, it.counted_by, None if it.value is None else float(it.value))
        for it in lines(on=on, reach=city)
    }
    commitments = [
        (row.clause.code, [unit.role for unit in row.units.all()], row.gaps)
        for row in Commitment.objects.for_list()
    ]
print(json.dumps({"figures": figures, "targets": targets, "commitments": commitments}))
"""
COUNTED = """
import json, sys, django
django.setup()
from datetime import date
from enterprises.queries.computed import Computed
from wuhan_smes.access import Reach
from wuhan_smes.scope import bootstrap_scope
with bootstrap_scope():
    count = Computed(Reach(everywhere=True)).value
    found = {name: count(name, date(2025, 7, 25)) for name in sys.argv[1:]}
print(json.dumps(found))
"""
# As a city larger than is invented is loaded, at a size that tests can afford.
IN_PARTS = """
import sys, django
django.setup()
from django.core.management import call_command
from wuhan_smes.operations.demo import repeats
repeats.ORIGINALS = int(sys.argv[2])
call_command("load_demo", "--skip-checks", "--enterprises", sys.argv[1])
print("true")
"""


def load_demo(database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as the owner, in a process of its own, as `up` does."""
    return manage(database, "APP_OWNER_DATABASE_URL", "load_demo", *arguments)


def manage(database: str, login: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the product in a process of its own, with that login."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments, "--skip-checks"],
        env={**os.environ, "MODE": "test", "DATABASE_URL": databases.url_for(login, database)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def connect(database: str) -> psycopg.Connection:
    """Past the policies, as the tests' login is."""
    return psycopg.connect(databases.url_for("DATABASE_URL", database))


def loaded_in_parts(database: str, *, size: int, originals: int) -> None:
    """A city of `size` of which at most `originals` are invented, the others told again."""
    asked(database, IN_PARTS, str(size), str(originals), login="APP_OWNER_DATABASE_URL")


def asked(database: str, program: str, *words: str, login: str = "DATABASE_URL") -> Any:
    """What a program says that asks the product itself."""
    url = databases.url_for(login, database)
    settings = {"MODE": "test", "DJANGO_SETTINGS_MODULE": "wuhan_smes.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, **settings, "DATABASE_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
