"""What a migration does that makes people wait, or breaks the version that still runs beside it.

Rolling out, old and new programs work on one database for a while, and nobody may wait longer for
a table than a request takes. Each finding says what to do instead. A table made in the same
migration is nobody's yet: whatever is done to it is free.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
)
from django.db import models
from django.db.migrations import Migration, operations
from django.db.models import NOT_PROVIDED

# Words of a field that are no part of its column.
HARMLESS: Final = frozenset(
    {"verbose_name", "help_text", "choices", "blank", "editable", "related_name", "validators"}
)
TABLE: Final = r'(?:only\s+)?(?:if\s+exists\s+)?(?:public\.)?"?(\w+)"?'
MADE: Final = re.compile(rf"create\s+table\s+(?:if\s+not\s+exists\s+)?{TABLE}", re.IGNORECASE)
SAID: Final = (
    (
        re.compile(
            rf"create\s+(?:unique\s+)?index\s+(?!concurrently)[^;]*?\son\s+{TABLE}", re.IGNORECASE
        ),
        "CREATE INDEX CONCURRENTLY in a migration of its own (atomic = False)",
    ),
    (
        re.compile(
            rf"alter\s+table\s+{TABLE}\s+add\s+(?:constraint\s+\w+\s+)?"
            r"(?:foreign\s+key|check)(?![^;]*not\s+valid)",
            re.IGNORECASE,
        ),
        "ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in the next migration",
    ),
    (
        re.compile(
            rf"alter\s+table\s+{TABLE}\s+alter\s+(?:column\s+)?\w+\s+set\s+not\s+null",
            re.IGNORECASE,
        ),
        "a CHECK (… IS NOT NULL) NOT VALID, validated, then SET NOT NULL in a later release",
    ),
    (
        re.compile(
            rf"alter\s+table\s+{TABLE}\s+alter\s+(?:column\s+)?\w+\s+(?:set\s+data\s+)?type",
            re.IGNORECASE,
        ),
        "a new column, filled in portions; the old one goes a release later",
    ),
    (
        re.compile(rf"alter\s+table\s+{TABLE}\s+(?:drop\s+column|rename)", re.IGNORECASE),
        "stop using it first, drop or rename it a release later",
    ),
    (re.compile(rf"lock\s+table\s+{TABLE}", re.IGNORECASE), "no lock on a whole table"),
    (
        re.compile(rf"(?:^|;)\s*(?:truncate(?:\s+table)?|drop\s+table)\s+{TABLE}", re.IGNORECASE),
        "stop using it first, drop it a release later",
    ),
)


def findings(migration: Migration, before: Any) -> Iterator[str]:
    """Everything in `migration` that blocks, or breaks its predecessor; `before` is the state of
    the models it starts from.
    """
    ours = {
        it.name.lower() for it in migration.operations if isinstance(it, operations.CreateModel)
    }
    state = before.clone()
    for operation in migration.operations:
        for part in _parts(operation):
            model = str(getattr(part, "model_name", "") or "").lower()
            if model not in ours:
                yield from _of(part, migration, state)
        operation.state_forwards(migration.app_label, state)


def _parts(operation: operations.base.Operation) -> Iterator[operations.base.Operation]:
    """What really happens to the database."""
    if isinstance(operation, operations.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from _parts(inner)
    else:
        yield operation


def _of(part: Any, migration: Migration, state: Any) -> Iterator[str]:
    if isinstance(part, operations.RunSQL):
        yield from said_in(_text(part.sql), _tables_made(migration))
    elif isinstance(part, AddIndexConcurrently | RemoveIndexConcurrently):
        if migration.atomic:
            yield f"{part.describe()}: atomic = False"
    elif isinstance(part, operations.AddIndex):
        yield f"{part.index.name}: AddIndexConcurrently, atomic = False"
    elif isinstance(part, operations.AddConstraint) and not isinstance(part, AddConstraintNotValid):
        yield from _constraint(part.constraint)
    elif isinstance(part, operations.AddField):
        yield from _field(part)
    elif isinstance(part, operations.AlterField):
        yield from _altered(part, migration, state)
    elif isinstance(part, operations.RemoveField | operations.DeleteModel):
        yield f"{part.describe()}: stop using it first, drop it a release later"
    elif isinstance(part, operations.RenameField | operations.RenameModel):
        yield f"{part.describe()}: a new one beside it; the old one goes a release later"


def _constraint(constraint: models.BaseConstraint) -> Iterator[str]:
    if isinstance(constraint, models.CheckConstraint):
        yield f"{constraint.name}: AddConstraintNotValid, ValidateConstraint in the next migration"
    else:
        yield f"{constraint.name}: a unique index built CONCURRENTLY, then ADD … USING INDEX"


def _field(part: operations.AddField) -> Iterator[str]:
    field = part.field
    where = f"{part.model_name}.{part.name}"
    if isinstance(field, models.ForeignKey) and (field.db_constraint or field.db_index):
        yield f"{where}: a key without constraint and index; both added NOT VALID and CONCURRENTLY"
    elif field.unique or getattr(field, "db_index", False):
        yield f"{where}: add it bare, its index CONCURRENTLY"
    elif not field.null and field.db_default is NOT_PROVIDED and not field.many_to_many:
        yield f"{where}: a db_default, which the version before writes without knowing it"


def _altered(part: operations.AlterField, migration: Migration, state: Any) -> Iterator[str]:
    old = state.models[migration.app_label, str(part.model_name).lower()].fields[part.name]
    was, now = old.deconstruct(), part.field.deconstruct()
    words = {name for name in {*was[3], *now[3]} - HARMLESS if was[3].get(name) != now[3].get(name)}
    grows = words == {"max_length"} and (now[3].get("max_length") or 0) > (
        was[3].get("max_length") or 0
    )
    if was[1] != now[1] or (words - {"default", "db_default"} and not grows):
        what = ", ".join(sorted(words)) or "type"
        yield f"{part.model_name}.{part.name} ({what}): a new column beside it, filled in portions"


def said_in(text: str, ours: frozenset[str] = frozenset()) -> Iterator[str]:
    """What statements written out do to tables that are not `ours`."""
    for pattern, instead in SAID:
        for found in pattern.finditer(text):
            if found[1].lower() not in ours | _made_in(text):
                yield f"{' '.join(found[0].split())[:60]}…: {instead}"


def _text(statements: Any) -> str:
    if isinstance(statements, str):
        return statements
    return ";\n".join(it if isinstance(it, str) else str(it[0]) for it in statements)


def _tables_made(migration: Migration) -> frozenset[str]:
    named = {
        str(it.options.get("db_table") or f"{migration.app_label}_{it.name}").lower()
        for it in migration.operations
        if isinstance(it, operations.CreateModel)
    }
    return frozenset(named)


def _made_in(text: str) -> frozenset[str]:
    return frozenset(found.lower() for found in MADE.findall(text))
