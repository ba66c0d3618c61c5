"""No migration after the baseline makes anybody wait, or breaks the version running beside it.

UPDATE_GOLDEN=1 puts the baseline to what is there now.
"""

import os
from pathlib import Path

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import CheckConstraint, Index, Q

from tests.architecture.blocking import findings, said_in

BASELINE = Path(__file__).with_name("migrations_before.txt")
OURS = ("wuhan_smes", "enterprises", "measures", "services")


def test_no_migration_after_the_baseline_makes_anybody_wait():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {
        key: migration
        for key, migration in loader.disk_migrations.items()
        if migration.__module__.startswith(OURS)
    }
    if os.environ.get("UPDATE_GOLDEN"):
        BASELINE.write_text("".join(f"{app}.{name}\n" for app, name in sorted(ours)))
    before = set(BASELINE.read_text().split())

    found = {
        f"{app}.{name}": list(findings(migration, _state_before(loader, app, name)))
        for (app, name), migration in ours.items()
        if f"{app}.{name}" not in before
    }

    assert {name: said for name, said in found.items() if said} == {}


def _state_before(loader: MigrationLoader, app: str, name: str) -> ProjectState:
    return loader.project_state((app, name), at_end=False)


def made(*parts: operations.base.Operation, atomic: bool = True) -> list[str]:
    """What is found in a migration of an app that has one table, with one column `name`."""
    migration = Migration("0002_next", "shop")
    migration.operations, migration.atomic = list(parts), atomic
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=9)),
    ]
    state.add_model(ModelState("shop", "Thing", fields))
    return list(findings(migration, state))


SHORT = CheckConstraint(condition=~Q(name=""), name="thing_has_a_name")
BY_NAME = Index(fields=["name"], name="thing_by_name")
TARGET = models.ForeignKey("shop.Thing", models.PROTECT, null=True)


@pytest.mark.parametrize(
    "part",
    [
        operations.AddIndex("thing", BY_NAME),
        AddIndexConcurrently("thing", BY_NAME),  # within a transaction
        operations.AddConstraint("thing", SHORT),
        operations.AddConstraint("thing", models.UniqueConstraint(fields=["name"], name="one")),
        operations.AddField("thing", "size", models.IntegerField(default=0)),
        operations.AddField(
            "thing", "code", models.CharField(max_length=9, null=True, unique=True)
        ),
        operations.AddField("thing", "other", TARGET),
        operations.AlterField("thing", "name", models.TextField()),
        operations.AlterField("thing", "name", models.CharField(max_length=5)),
        operations.RemoveField("thing", "name"),
        operations.RenameField("thing", "name", "title"),
        operations.DeleteModel("Thing"),
        operations.RunSQL("CREATE UNIQUE INDEX x ON shop_thing (name)"),
        operations.RunSQL(["ALTER TABLE shop_thing ADD CONSTRAINT y CHECK (name <> '')"]),
        operations.SeparateDatabaseAndState([operations.RunSQL("LOCK TABLE shop_thing")]),
    ],
)
def test_what_would_make_people_wait_is_found(part):
    assert len(made(part)) == 1


@pytest.mark.parametrize(
    ("atomic", "part"),
    [
        (False, AddIndexConcurrently("thing", BY_NAME)),
        (True, AddConstraintNotValid("thing", SHORT)),
        (True, operations.AddField("thing", "size", models.IntegerField(null=True))),
        (True, operations.AddField("thing", "size", models.IntegerField(db_default=0))),
        (True, operations.AlterField("thing", "name", models.CharField("名", max_length=20))),
        (False, operations.RunSQL("CREATE INDEX CONCURRENTLY x ON shop_thing (name)")),
        (True, operations.RunSQL("CREATE TABLE made (a int); CREATE INDEX x ON made (a)")),
        (True, operations.RunSQL("ALTER TABLE shop_thing ADD CHECK (name <> '') NOT VALID")),
    ],
)
def test_what_nobody_notices_is_left_alone(atomic, part):
    assert made(part, atomic=atomic) == []


def test_a_table_made_in_the_same_migration_is_nobodys_yet():
    thing = operations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])

    assert made(thing, operations.AddField("other", "size", models.IntegerField(default=0))) == []
    assert made(thing, operations.RunSQL("CREATE INDEX x ON shop_other (id)")) == []


def test_what_is_to_be_done_instead_is_said():
    (said,) = said_in("ALTER TABLE shop_thing ALTER COLUMN name SET NOT NULL")

    assert "NOT VALID" in said
