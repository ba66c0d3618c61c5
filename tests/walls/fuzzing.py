"""Every operation of the API with invented words, as the document describes it, as one role."""

import os
from collections.abc import Iterator
from typing import Any, Final

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.walls.conftest import City
from wuhan_smes.access import CONFIRMED
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens
from wuhan_smes.scope import scoped
from wuhan_smes.web.schema_view import document

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "20"))


def operations() -> Iterator[Any]:
    schema = schemathesis.openapi.from_dict(document())
    schema.app = WSGIHandler()
    for one in schema.get_all_operations():
        yield one.ok()


def faults(operation: Any, secret: str, examples: int) -> list[str]:
    """What one operation answered that it should not have; each kind once."""
    found: dict[str, str] = {}

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Token {secret}", "Accept-Encoding": "identity"}
        response = case.call(headers=headers)
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as failure:
            for one in getattr(failure, "exceptions", [failure]):
                words = f"{case.method} {case.formatted_path} {response.status_code} {one}"
                found.setdefault(type(one).__name__ + str(response.status_code), words)

    ask()
    return [f"{operation.label}: {words}" for words in found.values()]


def secret_of(city: City, role: str) -> str:
    """A key of the walker that may do all he may."""
    user = city.walkers[role]
    access = access_for(user)
    with scoped(access):
        return tokens.issue(
            user.pk,
            access=access,
            at=timezone.now(),
            name="fuzz",
            days=1,
            may_write=True,
            scopes=sorted(CONFIRMED & access.reaches.keys()),
        ).secret
