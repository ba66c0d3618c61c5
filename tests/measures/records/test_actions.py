"""Records are told, told anew, put right and struck off: the same acts for every kind."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from measures.actions import records
from measures.actions.records import Told
from measures.models import EnterpriseRecord, PublicEvent, Record, kinds
from measures.queries.records import value
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.records import make_record, said_of
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, StaleVersion
from wuhan_smes.scope import scoped

AT = datetime(2026, 3, 3, 4, tzinfo=UTC)
EVERY = sorted(kinds())


class District:
    def __init__(self) -> None:
        self.unit = make_unit("jiangxia")
        self.clerk = make_access("district_staff", unit=self.unit)
        self.enterprise = make_enterprise(unit=self.unit)
        self.other = make_unit("huangpi")
        self.foreign = make_enterprise(unit=self.other)
        self.auditor = make_access("auditor")

    def told(self, model: type[Record], *, foreign: bool = False, **said: Any) -> Told:
        words = said_of(model, **said)
        if issubclass(model, EnterpriseRecord):
            return Told(words, (self.foreign if foreign else self.enterprise).pk)
        return Told(words, None, (self.other if foreign else self.unit).pk)


@pytest.mark.django_db
@pytest.mark.covers("measures.records.record_set", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.records.strike_set", "works", "refused", "reach", "capability")
def test_every_kind_is_recorded_once_changed_by_number_and_counted_until_struck() -> None:
    here = District()
    for kind, model in kinds().items():
        told = here.told(model)
        with scoped(here.clerk):
            (made,) = records.record_set(kind, [told], access=here.clerk, at=AT)
            assert records.record_set(kind, [told], access=here.clerk, at=AT) == [None]
            new = Told({**told.said, "note": "补充"}, told.enterprise_id, told.jurisdiction_id)
            (changed,) = records.record_set(kind, [new], access=here.clerk, at=AT)
            assert made is not None
            assert changed is not None
            assert changed.row.pk == made.row.pk
            assert (changed.before, changed.after) == ({"note": ""}, {"note": "补充"})
            with pytest.raises(InputRefused):
                records.record_set(kind, [Told({"number": "x"}, *_owner(told))], **_by(here.clerk))
            ids = [made.row.pk]
            with pytest.raises(InputRefused):
                records.strike_set(kind, ids, reason=" ", **_by(here.clerk))
            (gone,) = records.strike_set(kind, ids, reason="误登", **_by(here.clerk))
            assert (gone.struck_at, gone.version) == (AT, 3)
            with pytest.raises(ActionRefused):
                records.strike_set(kind, ids, reason="误登", **_by(here.clerk))
            (back,) = records.record_set(kind, [new], access=here.clerk, at=AT)
            assert back is not None
            assert back.row.struck_at is None
            with pytest.raises(Exception, match=r"reach|exist"):
                records.record_set(kind, [here.told(model, foreign=True)], **_by(here.clerk))
        with scoped(here.auditor):
            for act in (
                lambda kind=kind, told=told: records.record_set(kind, [told], **_by(here.auditor)),
                lambda kind=kind, ids=ids: records.strike_set(
                    kind, ids, reason="x", **_by(here.auditor)
                ),
            ):
                with pytest.raises(NotPermitted):
                    act()
    foreign = make_record(PublicEvent, unit=here.other)
    with scoped(here.clerk):
        with pytest.raises(PublicEvent.DoesNotExist):
            records.strike_set("events", [foreign.pk], reason="x", **_by(here.clerk))
        trail = AuditEvent.objects.filter(kind="record.tell").count()
        assert trail == 3 * len(kinds())


@pytest.mark.django_db
@pytest.mark.covers("measures.records.record", "works", "refused", "reach", "capability")
@pytest.mark.covers("measures.records.amend", "works", "refused", "reach", "capability")
def test_one_is_recorded_and_put_right_by_whoever_read_it_last() -> None:
    here = District()
    words: dict[str, Any] = {"access": here.clerk, "at": AT}
    said = said_of(PublicEvent, form="fair", special=True, posts=120)
    with scoped(here.clerk):
        row = records.record("events", values=said, jurisdiction_id=here.unit.pk, **words)
        with pytest.raises(ActionRefused, match="已经登记"):
            records.record("events", values=said, jurisdiction_id=here.unit.pk, **words)
        with pytest.raises(InputRefused):
            records.record("events", values=said, **words)
        with pytest.raises(InputRefused):
            records.record("fairs", values=said, jurisdiction_id=here.unit.pk, **words)
        with pytest.raises(PublicEvent.DoesNotExist):
            records.record("events", values=said, jurisdiction_id=here.other.pk, **words)
        put = records.amend(
            "events", row.pk, values={"posts": 130}, expected_version=row.version, **words
        )
        reach = here.clerk.total_reach()
        assert (put.version, value(*_posts(), on=date(2025, 6, 1), reach=reach)) == (2, 130)
        for wrong, refusal in (
            ({"posts": 130}, ActionRefused),
            ({"number": "新"}, InputRefused),
            ({"posts": -1}, InputRefused),
            ({"ended_on": row.happened_on}, InputRefused),
            ({"struck_at": AT}, InputRefused),
        ):
            with pytest.raises(refusal):
                records.amend("events", row.pk, values=wrong, expected_version=2, **words)
        with pytest.raises(StaleVersion):
            records.amend("events", row.pk, values={"posts": 1}, expected_version=1, **words)
    foreign = make_record(PublicEvent, unit=here.other)
    with scoped(here.clerk), pytest.raises(PublicEvent.DoesNotExist):
        records.amend("events", foreign.pk, values={"posts": 1}, expected_version=1, **words)
    with scoped(here.auditor):
        for act in (
            lambda: records.record(
                "events", values=said, jurisdiction_id=here.unit.pk, **_by(here.auditor)
            ),
            lambda: records.amend(
                "events", row.pk, values={"posts": 1}, expected_version=2, **_by(here.auditor)
            ),
        ):
            with pytest.raises(NotPermitted):
                act()


def _posts() -> Any:
    return PublicEvent, PublicEvent.told.count("fair-posts")


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("measures.records.record", "race")
@pytest.mark.covers("measures.records.record_set", "race")
@pytest.mark.covers("measures.records.amend", "race")
@pytest.mark.covers("measures.records.strike_set", "race")
def test_of_two_at_once_one_is_told() -> None:
    here = District()
    said = said_of(PublicEvent)
    row = make_record(PublicEvent, unit=here.unit)
    by = _by(here.clerk)

    def record() -> object:
        return records.record("events", values=said, jurisdiction_id=here.unit.pk, **by)

    def tell() -> object:
        again = {**said, "number": "同号"}
        return records.record_set("events", [Told(again, None, here.unit.pk)], **by)

    def amend() -> object:
        return records.amend("events", row.pk, values={"posts": 9}, expected_version=1, **by)

    def strike() -> object:
        return records.strike_set("events", [row.pk], reason="误登", **by)

    def both(act: Any) -> tuple[str, str]:
        return race(act, act, as_first=here.clerk, as_second=here.clerk)

    assert both(record) == ("done", "refused")
    assert both(tell) == ("done", "refused")
    assert both(amend)[0] == "done"
    assert both(amend)[1] != "done"
    assert both(strike) == ("done", "refused")
    with scoped(here.clerk):
        assert PublicEvent.objects.count() == 3


def _owner(told: Told) -> tuple[int | None, int | None]:
    return told.enterprise_id, told.jurisdiction_id


def _by(access: Access) -> dict[str, Any]:
    return {"access": access, "at": AT}
