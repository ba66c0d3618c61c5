"""The terms of a programme: its own columns, and the rows that belong to it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from measures.models import (
    Programme,
    ProgrammeEvidence,
    ProgrammeInstalment,
    ProgrammeShare,
)

TERMS: Final = (
    "title",
    "matter_id",
    "clause_id",
    "document_id",
    "basis",
    "mode",
    "level",
    "unit_id",
    "payee_kind",
    "eligibility",
    "amount_rule",
    "deferral",
    "valid_from",
    "valid_until",
    "replaces_id",
    "transition",
    "is_sample",
    "note",
)
MODELS: Final = {
    "shares": ProgrammeShare,
    "instalments": ProgrammeInstalment,
    "evidence": ProgrammeEvidence,
}
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "shares": ("level", "percent", "document_no"),
    "instalments": ("ordinal", "percent", "after_months", "gate", "gate_note"),
    "evidence": ("code", "kind", "title"),
}
CHILDREN: Final = tuple(MODELS)


def terms_of(row: Programme) -> dict[str, Any]:
    """Everything two editions could differ in."""
    own = {name: getattr(row, name) for name in TERMS}
    children = {
        name: list(getattr(row, name).order_by("pk").values(*COLUMNS[name])) for name in CHILDREN
    }
    return {**own, **children}


def kept_rows() -> dict[str, list[dict[str, Any]]]:
    """A programme that names no rows has none."""
    return {name: [] for name in CHILDREN}


def written_rows(row: Programme, children: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Make the rows of a draft those given."""
    for name, rows in children.items():
        model = MODELS[name]
        kept = model._default_manager
        kept.filter(programme=row).delete()
        kept.bulk_create(model(programme=row, **one) for one in rows)
