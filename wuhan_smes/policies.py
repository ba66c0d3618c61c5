"""The SQL of the second wall, for the migration that creates a table.

Each function returns one reversible operation. tests/architecture/test_catalog.py fails for
a table that used none of them.
"""

from typing import Any, Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunSQL

LOGINS: Final = "app_web, app_worker"
EVERY_ROLE: Final = "r_scoped, r_city, r_city_read"


def ids(name: str) -> str:
    """The ids in one setting, worked out once per statement; unset means none."""
    setting = f"nullif(current_setting('app.{name}', true), '')"
    return f"(SELECT coalesce({setting}, '{{}}')::bigint[])::bigint[]"


ACTOR: Final = "(SELECT nullif(current_setting('app.actor', true), '')::bigint)"
# A condition on who reads names a setting of units or stations.
REACHED: Final = ("app.read_", "app.write_")
# Agencies overlap in a way that only the policy itself can lead into an index, guessed as it is.
OVERLAPPING: Final = ("app.read_agencies", "app.write_agencies")


def unguessed(condition: str) -> str:
    """The same condition, which the planner takes to hold for nearly every row.

    It knows ten ids of none of the units, and would take a city's rows for a handful among those of
    a country, read and sort them all. How many rows a person's units have it learns from the first
    wall, which names them (docs/decisions/0077-walls-in-a-countrys-tree.md).
    """
    if _one_of(OVERLAPPING, condition) or not _one_of(REACHED, condition):
        return condition
    return f"nullif({condition}, false) IS NOT NULL"


def _one_of(settings: tuple[str, ...], condition: str) -> bool:
    return any(setting in condition for setting in settings)


# Conditions of listed units of which it still guesses how many rows they hold for.
GUESSED: Final = """
    SELECT format('ALTER POLICY %I ON %I USING (nullif(%s, false) IS NOT NULL)',
                  policyname, tablename, qual)
      FROM pg_policies
     WHERE schemaname = 'public' AND 'r_scoped' = ANY(roles) AND cmd <> 'INSERT'
       AND qual ~ 'app[.](read|write)_' AND qual !~ 'app[.](read|write)_agencies'
       AND qual NOT LIKE '(NULLIF(%'
     ORDER BY tablename, policyname"""


def unguess_all(_: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Every such condition, each by itself: for a migration outside of a transaction."""
    with editor.connection.cursor() as cursor:
        cursor.execute(GUESSED)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def scoped_table(table: str, column: str = "jurisdiction_id") -> RunSQL:
    """Rows of the units in reach: read by read reach, written by write reach."""
    read, write = (
        f"{column} = ANY({ids('read_jurisdictions')})",
        f"{column} = ANY({ids('write_jurisdictions')})",
    )
    return guarded_table(table, read=read, write=write)


def guarded_table(table: str, *, read: str, write: str, city_reads: str = "true") -> RunSQL:
    """Row-level security with a policy per breadth; `read` and `write` are for listed units."""
    read, change = unguessed(read), unguessed(write)
    policies = {
        "bootstrap": "TO app_bootstrap USING (true) WITH CHECK (true)",
        "definer": "FOR SELECT TO app_definer USING (true)",
        "city": f"TO r_city USING ({city_reads}) WITH CHECK (true)",
        "city_read": f"FOR SELECT TO r_city_read USING ({city_reads})",
        "read": f"FOR SELECT TO r_scoped USING ({read})",
        "insert": f"FOR INSERT TO r_scoped WITH CHECK ({write})",
        "update": f"FOR UPDATE TO r_scoped USING ({change}) WITH CHECK ({write})",
        "delete": f"FOR DELETE TO r_scoped USING ({change})",
    }
    return RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *(f"CREATE POLICY {name} ON {table} {text}" for name, text in policies.items()),
        ],
        [
            *(f"DROP POLICY {name} ON {table}" for name in policies),
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def reference_table(table: str) -> RunSQL:
    """The same for everybody signed in; changed only by those who reach the whole city."""
    return guarded_table(table, read="true", write="false")


def login_table(table: str, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> RunSQL:
    """Needed before anybody is known: sessions, users, grants, tokens, lock-outs."""
    roles = f"{LOGINS}, {EVERY_ROLE}"
    return RunSQL(
        f"GRANT {rights} ON {table} TO {roles}", f"REVOKE {rights} ON {table} FROM {LOGINS}"
    )


def internal_table(table: str, *, logins: str = "") -> RunSQL:
    """Changed under nobody's scope. `logins` are the processes that keep it outside of one."""
    rights = "INSERT, UPDATE, DELETE"
    revoked = f"REVOKE {rights} ON {table} FROM {EVERY_ROLE}"
    granted = f"GRANT SELECT, {rights} ON {table} TO {logins}"
    return RunSQL(
        [revoked, granted] if logins else [revoked],
        [f"GRANT INSERT, UPDATE ON {table} TO r_scoped, r_city"],
    )


def deletable(table: str) -> RunSQL:
    """Rows may be deleted (policies still apply); the default is that nothing is."""
    return RunSQL(
        f"GRANT DELETE ON {table} TO r_scoped, r_city",
        f"REVOKE DELETE ON {table} FROM r_scoped, r_city",
    )


def append_only(table: str, *, once: tuple[str, ...] = (), free: tuple[str, ...] = ()) -> RunSQL:
    """Rows are never deleted and never changed, except that a column in `once` may be filled
    while it is null, and those in `free` (scope copies, generated columns) may follow their source.
    """
    return RunSQL(
        [
            _frozen("CREATE", table, once, free),
            f"""CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {table}_frozen()""",
            f"""CREATE TRIGGER frozen_truncate BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {table}_frozen()""",
        ],
        [
            f"DROP TRIGGER frozen_truncate ON {table}",
            f"DROP TRIGGER frozen ON {table}",
            f"DROP FUNCTION {table}_frozen()",
        ],
    )


def append_only_still(
    table: str,
    *,
    once: tuple[str, ...] = (),
    free: tuple[str, ...] = (),
    was_free: tuple[str, ...] | None = None,
) -> RunSQL:
    """The same promise told anew: with another column that follows its source, or as
    `append_only` tells it by now.
    """
    return RunSQL(
        _frozen("CREATE OR REPLACE", table, once, free),
        _frozen("CREATE OR REPLACE", table, once, free if was_free is None else was_free),
    )


def _frozen(create: str, table: str, once: tuple[str, ...], free: tuple[str, ...]) -> str:
    """The row as it was, given what may change, must be the row as it is to be, bit by bit:
    comparing whole rows costs a tenth of comparing them as jsonb.
    """
    filled = "".join(
        f"IF OLD.{c} IS NULL THEN OLD.{c} := NEW.{c}; END IF;\n                    " for c in once
    )
    followed = "".join(f"OLD.{c} := NEW.{c};\n                    " for c in free)
    return f"""{create} FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF TG_OP = 'UPDATE' THEN
                    {filled}{followed}IF NEW OPERATOR(pg_catalog.*=) OLD THEN
                        RETURN NEW;
                    END IF;
                END IF;
                RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'insufficient_privilege';
                END $$"""


def scope_key(child: str, parent: str, *, key: str) -> RunSQL:
    """`child` carries its parent's jurisdiction and can never disagree with it.

    A move of the parent cascades, and nobody can hang a row of his own unit on a foreign parent.
    """
    name = f"{child}_same_unit"
    return RunSQL(
        f"""ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY ({key}, jurisdiction_id)
            REFERENCES {parent} (id, jurisdiction_id) ON UPDATE CASCADE""",
        f"ALTER TABLE {child} DROP CONSTRAINT {name}",
    )


def definer_function(signature: str, body: str, *, returns: str, volatile: bool = False) -> RunSQL:
    """A function that reads (or, granted it, writes) past the policies and so checks scope itself.

    Every one of them is listed in tests/architecture; nobody but the scoped roles may call it.
    """
    callers = f"{EVERY_ROLE}, app_bootstrap"
    return RunSQL(
        [
            f"""CREATE FUNCTION public.{signature} RETURNS {returns} LANGUAGE plpgsql
                {"VOLATILE" if volatile else "STABLE"} SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp AS $function$ {body} $function$""",
            f"ALTER FUNCTION public.{_arguments(signature)} OWNER TO app_definer",
            f"REVOKE ALL ON FUNCTION public.{_arguments(signature)} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION public.{_arguments(signature)} TO {callers}",
        ],
        f"DROP FUNCTION public.{_arguments(signature)}",
    )


def _arguments(signature: str) -> str:
    """`f(a int, OUT b text)` as `f(int)`, the way a function is named in ALTER and DROP."""
    name, _, rest = signature.rstrip(")").partition("(")
    given = [words.split() for words in rest.split(",") if words.strip()]
    return f"{name}({', '.join(' '.join(w[1:]) for w in given if w[0] != 'OUT')})"
