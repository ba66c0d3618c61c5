"""The database refuses what must not be, and every table says what it holds."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import CheckConstraint, Field, Model, Q

from tests.architecture.source import PACKAGES
from wuhan_smes.scoping import ScopedQuerySet


def models() -> list[type[Model]]:
    """Our models that are tables; a view holds nothing that could be wrong by itself."""
    ours = (m for m in apps.get_models() if m.__module__.split(".")[0] in PACKAGES)
    return [m for m in ours if m._meta.managed]


def names_in(condition: object) -> Iterator[str]:
    """Every field a condition speaks about."""
    if isinstance(condition, Q):
        for child in condition.children:
            if isinstance(child, tuple):
                yield str(child[0]).split("__")[0]
            else:
                yield from names_in(child)


def constrained(model: type[Model]) -> set[str]:
    return {
        name
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
        for name in names_in(constraint.condition)
    }


def test_every_vocabulary_is_known_to_the_database() -> None:
    open_fields = [
        f"{model._meta.label}.{field.name}"
        for model in models()
        for field in model._meta.local_fields
        if isinstance(field, Field) and field.choices and field.name not in constrained(model)
    ]

    assert open_fields == []


def test_every_model_says_what_a_row_is() -> None:
    """Django writes a docstring of its own where there is none."""
    silent = [m._meta.label for m in models() if (m.__doc__ or "").startswith(f"{m.__name__}(")]

    assert silent == []


def test_every_model_names_its_way_to_a_scope() -> None:
    own = {
        "web.IdempotencyKey": "each client's own; no page or list shows it",
        "web.PutOff": "each person's own; it only takes rows out of lists that are scoped",
        "audit.SealedEvent": "hashes that only the verification of the trail reads",
    }
    unscoped = [
        model._meta.label
        for model in models()
        if model._meta.label not in own
        and not any(
            isinstance(manager.get_queryset(), ScopedQuerySet) for manager in model._meta.managers
        )
    ]

    assert unscoped == []


def test_every_constraint_is_named_as_a_fact() -> None:
    """A name made by Django tells nobody what must be true."""
    made = [
        constraint.name
        for model in models()
        for constraint in model._meta.constraints
        if constraint.name.endswith(("_check", "_uniq")) or len(constraint.name.split("_")) < 2
    ]

    assert made == []


def test_nothing_has_a_default_order() -> None:
    """An order nobody asked for is paid by every query."""
    assert [m._meta.label for m in models() if m._meta.ordering] == []
