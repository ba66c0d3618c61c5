"""A purpose of the tests' own: an enterprise is asked whether it agrees, about its unit's name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django import forms

from tests.factories.accounts import make_access, make_unit
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused
from wuhan_smes.links.actions import links
from wuhan_smes.links.models import ActionLink
from wuhan_smes.links.purposes import Purpose, Subject, purposes

NOON: Final = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
CODE: Final = "test_agree"


class Agree(forms.Form):
    agrees = forms.BooleanField(label="同意", required=False)


@dataclass
class Office:
    """A unit, who works there, who works next door, and what enterprises answered."""

    unit: Jurisdiction
    keeper: Access
    neighbour: Access
    answers: list[tuple[int, Access, Mapping[str, Any]]] = field(default_factory=list)
    refuses: bool = False
    station_id: int | None = None

    def subject(self, object_id: int, access: Access) -> Subject:
        number = f"示例〔2026〕{object_id}号"
        return Subject(self.unit.pk, number, "示例事项", self.station_id)

    def act(self, object_id: int, access: Access, at: datetime, words: Mapping[str, Any]) -> str:
        if self.refuses:
            raise ActionRefused("该事项已经办结")
        self.answers.append((object_id, access, words))
        return "谢谢，您的答复已收到。"

    def issue(self, object_id: int = 7, **words: Any) -> tuple[ActionLink, str]:
        words = {"access": self.keeper, "at": NOON, "purpose": CODE, **words}
        return links.issue(object_id, **words)


def build_office(**of_purpose: Any) -> Office:
    here, there = make_unit(), make_unit()
    office = Office(
        here, make_access("district_staff", unit=here), make_access("district_staff", unit=there)
    )
    purposes.add(
        Purpose(
            code=CODE,
            label="示例确认",
            issued_by=Capability.TICKET_CLOSE,
            capabilities=frozenset({Capability.TICKET_CLOSE}),
            question=Agree,
            subject=office.subject,
            act=office.act,
            **{"entered_by": Capability.TICKET_HANDLE, **of_purpose},
        )
    )
    return office


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    yield build_office()
    purposes.known.pop(CODE, None)
