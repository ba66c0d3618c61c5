"""What every kind of record must have, asked of its declaration alone; what it lacks is named."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from django.test import Client
from rest_framework.test import APIClient

from enterprises.queries.computed import computations
from measures.exchange.records import field_of
from measures.models import EnterpriseRecord, Record
from measures.queries.records import name_of
from tests.factories.accounts import make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.records import make_record, said_of
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.exchange.choices import SourceRank, Verdict
from wuhan_smes.exchange.kinds import Context, Row
from wuhan_smes.exchange.kinds import kinds as lists
from wuhan_smes.scope import bootstrap_scope, scoped

ON: Final = date(2026, 3, 3)
AT: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)


class Ground:
    """A clerk of one unit with a record of his own, and one of another unit he must never see."""

    def __init__(self, model: type[Record]) -> None:
        self.model, self.code = model, model.told.code
        near, far = make_unit("jiangxia"), make_unit("huangpi")
        self.unit, self.mine, self.foreign = near, self.made(near), self.made(far)
        self.subject = make_enterprise(unit=near) if issubclass(model, EnterpriseRecord) else None
        self.owner = (
            {"enterprise": self.subject.uscc} if self.subject else {"jurisdiction": near.code}
        )
        user = make_user("district_staff", unit=near)
        self.access, self.page, self.api = access_for(user), Client(), APIClient()
        self.page.force_login(user)
        self.api.force_login(user)

    def made(self, unit: Any) -> Record:
        if issubclass(self.model, EnterpriseRecord):
            return make_record(self.model, enterprise=make_enterprise(unit=unit))
        return make_record(self.model, unit=unit)

    def shown(self, path: str) -> str:
        answer = self.page.get(path)
        assert answer.status_code == 200, path
        return answer.content.decode()


def _list(it: Ground) -> None:
    shown = it.shown(f"/records/{it.code}/")
    assert it.mine.title in shown
    assert it.foreign.title not in shown
    taken = it.page.get(f"/records/{it.code}/?layout=csv")
    text = b"".join(taken.streaming_content).decode()
    assert it.mine.number in text
    assert it.foreign.number not in text


def _form(it: Ground) -> None:
    shown = it.shown(f"/records/{it.code}/new/")
    for column in it.model.columns():
        assert f'name="{column.name}"' in shown, column.name


def _interface(it: Ground) -> None:
    base = f"/api/v1/records/{it.code}/"
    rows = it.api.get(base).json()["results"]
    assert [row["id"] for row in rows] == [it.mine.pk]
    assert {column.name for column in it.model.columns()} <= rows[0].keys()
    assert it.api.get(f"{base}{it.foreign.pk}/").status_code == 404
    told = {**said_of(it.model), **it.owner}
    assert it.api.post(base, told, format="json").status_code == 201
    assert it.api.post(base, it.owner, format="json").status_code == 400


def _import(it: Ground) -> None:
    named = {kind.name: kind for kind in lists.all()}
    kind, said = named[f"record-{it.code}"], said_of(it.model)
    columns = {column.name: field_of(column).name for column in it.model.columns()}
    assert set(columns.values()) <= {field.name for field in kind.all_fields}
    values = {columns[name]: value for name, value in said.items()}
    row = Row(1, 0, 2, "", values, it.subject.pk if it.subject else None)
    here = Context(1, it.access, AT, "表", SourceRank.DISTRICT, it.unit.pk)
    with scoped(it.access):
        assert [one.verdict for one in kind.decide([row], here)] == [Verdict.NEW]
        traces = list(kind.apply([row], here))
        assert [one.verdict for one in kind.decide([row], here)] == [Verdict.UNCHANGED]
        assert kind.touched(traces) == {}
        kind.undo(traces, here)
        assert it.model.objects.get(number=said["number"]).struck_at is not None


def _first_wall(it: Ground) -> None:
    with bootstrap_scope():
        mine = it.model.objects.within(it.access.total_reach())
        assert list(mine.values_list("pk", flat=True)) == [it.mine.pk]


def _second_wall(it: Ground) -> None:
    with scoped(it.access):
        assert list(it.model.objects.values_list("pk", flat=True)) == [it.mine.pk]


def _counts(it: Ground) -> None:
    assert it.model.told.counts
    answer = it.api.get(f"/api/v1/records/{it.code}/counts/?on={ON}")
    assert answer.status_code == 200
    told = answer.json()
    assert [one["code"] for one in told] == [one.code for one in it.model.told.counts]
    assert all(isinstance(one["value"], int) and one["definition"] for one in told)
    for count in it.model.told.counts:
        assert name_of(it.model, count) in computations(), count.code
        it.shown(f"/records/{it.code}/?count={count.code}&on={ON}")
        assert count.label in it.shown(f"/records/{it.code}/")


PARTS: Final[Mapping[str, Callable[[Ground], None]]] = {
    "first wall": _first_wall,
    "second wall": _second_wall,
    "list": _list,
    "form": _form,
    "counts": _counts,
    "interface": _interface,
    "import": _import,
}


def lacking(model: type[Record]) -> set[str]:
    """The parts a kind has not, or not as they should be."""
    ground, found = Ground(model), set()
    for name, has in PARTS.items():
        try:
            has(ground)
        except (AssertionError, LookupError, ValueError):
            found.add(name)
    return found
