"""The commands that load and look at an invented city, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

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
