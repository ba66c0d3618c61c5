"""What typed records come to, known beside the figures documents report."""

from datetime import date
from functools import partial

from enterprises.queries.computed import register
from measures.models import Record, kinds
from measures.queries.records import name_of, value
from measures.queries.targets import coverage
from measures.rules.records import Count
from wuhan_smes.access import Reach


def register_counts(model: type[Record]) -> None:
    """Make the counts of a kind known, so that a reported figure may name one."""
    for count in model.told.counts:
        register(
            name_of(model, count),
            partial(_counted, model, count),
            basis=partial(_basis, model, count),
        )


def _counted(model: type[Record], count: Count, reach: Reach, on: date) -> int:
    return value(model, count, on=on, reach=reach)


def _basis(model: type[Record], count: Count) -> str:
    return f"台账“{model._meta.verbose_name}”：{count.label}，{count.definition}"


register(coverage.NAME, coverage.percent, basis=coverage.basis)
for _model in kinds().values():
    register_counts(_model)
