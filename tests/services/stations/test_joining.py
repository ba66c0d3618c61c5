"""When two rows of the register are one subject, care and attendances come together and apart."""

from datetime import date

import pytest

from enterprises.actions import merges
from services.models import Assignment, EventAttendance
from tests.factories.stations import make_assignment, make_event
from tests.services.stations.conftest import NOON, TODAY, Quarter
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db


def facts(row: Assignment) -> tuple[int, date | None, bool]:
    row.refresh_from_db()
    return row.enterprise_id, row.during.upper, row.voided_at is not None


def test_care_follows_where_there_is_room_and_comes_back(quarter: Quarter) -> None:
    into, gone = quarter.enterprise(), quarter.enterprise()
    theirs = make_assignment(into, quarter.specialist(), since=date(2025, 1, 1))
    earlier = make_assignment(gone, quarter.specialist(), until=date(2025, 1, 1))
    open_one = make_assignment(gone, quarter.specialist(), since=date(2025, 1, 1))

    with scoped(quarter.lead):
        done = merges.merge(
            gone.pk,
            access=quarter.lead,
            at=NOON,
            into_id=into.pk,
            reason="重复",
            expected_version=None,
        )
        joined = [facts(row) for row in (theirs, earlier, open_one)]
        merges.undo(done.pk, access=quarter.lead, at=NOON, reason="误并")

    assert joined == [
        (into.pk, None, False),
        (into.pk, date(2025, 1, 1), False),
        (gone.pk, TODAY, False),
    ]
    assert [facts(row) for row in (theirs, earlier, open_one)] == [
        (into.pk, None, False),
        (gone.pk, date(2025, 1, 1), False),
        (gone.pk, None, False),
    ]


def test_care_with_an_agreed_last_day_ends_with_the_merge_and_comes_back_with_it(
    quarter: Quarter,
) -> None:
    into, gone = quarter.enterprise(), quarter.enterprise()
    make_assignment(into, quarter.specialist(), since=date(2025, 1, 1))
    agreed = make_assignment(gone, quarter.specialist(), until=date(2026, 12, 31))

    with scoped(quarter.lead):
        done = merges.merge(
            gone.pk,
            access=quarter.lead,
            at=NOON,
            into_id=into.pk,
            reason="重复",
            expected_version=None,
        )
        joined = facts(agreed)
        merges.undo(done.pk, access=quarter.lead, at=NOON, reason="误并")

    assert joined == (gone.pk, TODAY, False)
    assert facts(agreed) == (gone.pk, date(2026, 12, 31), False)


def test_an_event_both_came_to_is_told_once_of_the_kept_row(quarter: Quarter) -> None:
    into, gone = quarter.enterprise(), quarter.enterprise()
    both, one = make_event(quarter.here), make_event(quarter.here)
    with bootstrap_scope():
        for event, enterprise in ((both, into), (both, gone), (one, gone)):
            EventAttendance.objects.create(
                event=event,
                jurisdiction=quarter.here,
                enterprise=enterprise,
                enterprise_name=enterprise.name,
            )

    with scoped(quarter.lead):
        done = merges.merge(
            gone.pk,
            access=quarter.lead,
            at=NOON,
            into_id=into.pk,
            reason="重复",
            expected_version=None,
        )
        came = EventAttendance.objects.filter(enterprise=into).count()
        merges.undo(done.pk, access=quarter.lead, at=NOON, reason="误并")
        back = EventAttendance.objects.filter(enterprise=gone).count()

    assert (came, back) == (2, 2)
