"""Random edits of whatever belongs to a unit: rows changed, versions added, rows taken away.

What the database refuses is no edit. Vocabulary that everybody shares is left alone.
"""

from copy import copy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from django.apps import apps
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import FieldDoesNotExist
from django.db import DatabaseError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

APPS: Final = ("enterprises", "measures", "services")
WALLED: Final = """SELECT polrelid::regclass::text FROM pg_policy
    WHERE polname = 'read' AND pg_get_expr(polqual, polrelid) NOT IN ('true', 'false')"""
WHOLE: Final = (models.SmallIntegerField, models.IntegerField, models.BigIntegerField)
EARLIEST: Final = date(2023, 1, 1)
DAYS: Final = 1400
GONE_IN: Final = 30  # one edit of so many takes a row away


class Editor:
    """Edits one row after the other, every table as often as any other."""

    def __init__(self, random: Random) -> None:
        self.random = random
        with connection.cursor() as cursor:
            cursor.execute(WALLED)
            walled = {table for (table,) in cursor.fetchall()}
        self.known: dict[type[models.Model], list[Any]] = {}
        for label in APPS:
            for model in apps.get_app_config(label).get_models():
                ids = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
                if model._meta.db_table in walled and ids:
                    self.known[model] = ids

    def edit(self) -> bool:
        """One try; whether the database took it, with all it checks at the end of a transaction."""
        model = self.random.choice(list(self.known))
        pk = self.random.choice(self.known[model])
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                return self._edited(model, pk)
        except DatabaseError:
            return False

    def _edited(self, model: type[models.Model], pk: Any) -> bool:
        rows = model._base_manager.filter(pk=pk)
        if is_versioned(model):
            return self._next_version(model, rows)
        if self.random.randrange(GONE_IN) == 0:
            return bool(rows._raw_delete(rows.db))
        field = self.random.choice(fields(model))
        return bool(rows.update(**{field.attname: self._value(field)}))

    def _next_version(self, model: type[models.Model], rows: Any) -> bool:
        row, at = rows.first(), timezone.now()
        if row is None or not rows.filter(superseded_at=None).update(superseded_at=at):
            return False
        new = copy(row)
        new._state = type(row._state)()
        new.pk, new.recorded_at, new.superseded_at = None, at, None
        if hasattr(row, "version"):
            new.version += 1
        field = self.random.choice(fields(model))
        setattr(new, field.attname, self._value(field))
        model._base_manager.bulk_create([new])
        self.known[model].append(new.pk)
        return True

    def _value(self, field: models.Field) -> Any:
        """Something the column could hold."""
        random, day = self.random, EARLIEST + timedelta(self.random.randrange(DAYS))
        if field.null and random.random() < 0.15:
            return None
        if isinstance(field, models.ForeignKey):
            target = field.related_model
            ids = self.known.get(target) or list(
                target._base_manager.order_by("pk").values_list("pk", flat=True)[:20]
            )
            return random.choice(ids) if ids else None
        if field.choices:
            return random.choice([it[0] for it in field.flatchoices])
        if isinstance(field, models.BooleanField):
            return random.random() < 0.5
        if isinstance(field, models.DateTimeField):
            return datetime(day.year, day.month, day.day, random.randrange(24), tzinfo=UTC)
        if isinstance(field, models.DateField):
            return day
        if isinstance(field, DateRangeField):
            until = random.choice((None, day + timedelta(random.randint(1, 900))))
            return DateRange(day, until)
        if isinstance(field, models.DecimalField):
            return Decimal(random.randint(0, 10**6)) / 100
        if isinstance(field, WHOLE):
            return random.randint(0, 200)
        words = "".join(random.choices("甲乙丙丁戊己庚辛", k=random.randint(1, 6)))
        return words[: field.max_length or 6]


def is_versioned(model: type[models.Model]) -> bool:
    """Whether its rows are never changed, only followed by the next version."""
    try:
        model._meta.get_field("superseded_at")
    except FieldDoesNotExist:
        return False
    return True


def fields(model: type[models.Model]) -> list[models.Field]:
    """The columns somebody might enter another value into."""
    kinds = (
        *(models.CharField, models.TextField, models.BooleanField, models.DateField),
        *(models.DecimalField, models.ForeignKey, DateRangeField, *WHOLE),
    )
    return [
        it
        for it in model._meta.concrete_fields
        if isinstance(it, kinds)
        and not (it.primary_key or it.generated)
        and it.name not in {"recorded_at", "superseded_at", "version", "series"}
    ]
