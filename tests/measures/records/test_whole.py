"""Every kind has list, form, interface, import, both walls and counts; one that lacks any fails."""

from dataclasses import replace
from typing import Any

import pytest
from django.http import Http404

from measures.models import PublicEvent, kinds
from measures.querysets import RecordQuerySet
from tests.measures.records import whole
from tests.measures.records.whole import PARTS, lacking
from wuhan_smes.exchange.kinds import kinds as lists
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db


def _nothing(*_: Any) -> Any:
    raise Http404


@pytest.mark.parametrize("code", sorted(kinds()))
def test_a_kind_lacks_nothing(code: str) -> None:
    assert lacking(kinds()[code]) == set()


@pytest.mark.parametrize("part", sorted(PARTS))
def test_whatever_a_kind_lacks_is_noticed(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {part}
    match part:
        case "list":
            monkeypatch.setattr("measures.pages.records.lists.model_named", _nothing)
            found = {"list", "counts"}  # the rows behind a figure are a list
        case "form":
            monkeypatch.setattr("measures.pages.records.one.model_named", _nothing)
        case "interface":
            monkeypatch.setattr("measures.api.records.kinds", dict)
            found = {"interface", "counts"}  # asked for by program
        case "import":
            monkeypatch.delitem(lists._kinds, "record-events")
        case "counts":
            monkeypatch.setattr(PublicEvent, "told", replace(PublicEvent.told, counts=()))
        case "first wall":
            monkeypatch.setattr(RecordQuerySet, "within", lambda self, reach: self)
        case "second wall":
            monkeypatch.setattr(whole, "scoped", lambda access: bootstrap_scope())

    assert lacking(PublicEvent) == found
