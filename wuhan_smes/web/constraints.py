"""What a broken database constraint means, in the words its model gives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from django.apps import apps
from django.db import Error
from django.db.models import CheckConstraint, UniqueConstraint
from psycopg import errors as pg


@dataclass(frozen=True, slots=True)
class ConstraintFault:
    constraint: str
    detail: str


def explain(error: Error) -> ConstraintFault:
    """The Chinese sentence for a constraint the database refused."""
    cause = error.__cause__
    name = cause.diag.constraint_name or "" if isinstance(cause, pg.Error) else ""
    if isinstance(cause, pg.UniqueViolation):
        fallback = "已有相同的记录，请勿重复登记"
    elif isinstance(cause, pg.ExclusionViolation):
        fallback = "与已有记录的期间重叠"
    elif isinstance(cause, pg.ForeignKeyViolation):
        fallback = "所引用的记录不存在或不在您的管理范围内"
    else:
        fallback = "数据不符合登记规则，未作任何修改"
    return ConstraintFault(name, _messages().get(name, fallback))


@cache
def _messages() -> Mapping[str, str]:
    """Only messages that a model spelt out; Django's default names the constraint, not the cure."""
    found = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            message = constraint.violation_error_message
            default = cast("str", type(constraint).default_violation_error_message)
            if isinstance(constraint, CheckConstraint | UniqueConstraint) or message != default:
                text = str(message)
                if text != str(default):
                    found[constraint.name] = text
    return found
