"""Drives are called and ended; events are told, attended and called off."""

from datetime import date

import pytest

from services.actions import campaigns, events
from services.choices.stations import EventKind
from services.models import ServiceEvent
from tests.factories.enterprises import make_enterprise
from tests.factories.stations import make_campaign, make_event
from tests.services.stations.conftest import NOON, TODAY, Quarter, entries
from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.scope import bootstrap_scope, scoped


@pytest.mark.covers("services.campaigns.create", "works")
@pytest.mark.covers("services.campaigns.amend", "works")
@pytest.mark.covers("services.campaigns.close", "works")
def test_a_drive_is_called_corrected_and_ended(quarter: Quarter) -> None:
    with scoped(quarter.clerk):
        made = campaigns.create(
            access=quarter.clerk,
            at=NOON,
            code="jwc-2026",
            name="解稳促",
            jurisdiction_id=quarter.here.pk,
            starts_on=date(2026, 3, 1),
        )
        campaigns.amend(
            made.pk, access=quarter.clerk, at=NOON, values={"ends_on": date(2026, 12, 31)}
        )
        done = campaigns.close(made.pk, access=quarter.clerk, at=NOON, on=TODAY)

    assert (done.ends_on, done.version) == (TODAY, 3)
    assert entries("campaign.close").get().changes == {"ends_on": ["2026-12-31", "2026-03-03"]}


@pytest.mark.covers("services.campaigns.create", "refused")
@pytest.mark.covers("services.campaigns.amend", "refused")
@pytest.mark.covers("services.campaigns.close", "refused")
def test_a_drive_does_not_end_before_it_starts(quarter: Quarter) -> None:
    early = date(2023, 12, 31)
    drive = make_campaign(quarter.here)

    with scoped(quarter.clerk):
        for act in (
            lambda: campaigns.create(
                access=quarter.clerk,
                at=NOON,
                code="x",
                name="甲",
                jurisdiction_id=quarter.here.pk,
                starts_on=TODAY,
                ends_on=early,
            ),
            lambda: campaigns.amend(
                drive.pk, access=quarter.clerk, at=NOON, values={"ends_on": early}
            ),
            lambda: campaigns.close(drive.pk, access=quarter.clerk, at=NOON, on=early),
        ):
            with pytest.raises(InputRefused):
                act()


def test_a_drive_of_the_city_is_not_a_districts_to_change(quarter: Quarter) -> None:
    drive = make_campaign(quarter.there)

    with scoped(quarter.clerk), pytest.raises(NotPermitted, match="发起单位"):
        campaigns.close(drive.pk, access=quarter.clerk, at=NOON, on=TODAY)


@pytest.mark.covers("services.events.create", "works")
@pytest.mark.covers("services.events.amend", "works")
@pytest.mark.covers("services.events.record_attendance", "works")
@pytest.mark.covers("services.events.strike_attendance", "works")
def test_an_event_is_told_and_attended(quarter: Quarter) -> None:
    enterprise = quarter.enterprise(name="示例甲公司")
    drive = make_campaign(quarter.there)

    with scoped(quarter.clerk):
        event = events.create(
            access=quarter.clerk,
            at=NOON,
            title="惠企政策宣讲",
            kind=EventKind.POLICY,
            jurisdiction_id=quarter.here.pk,
            held_on=TODAY,
            station_id=quarter.station.pk,
            campaign_id=drive.pk,
            co_hosts=["市科创局", " "],
        )
        events.amend(event.pk, access=quarter.clerk, at=NOON, values={"persons": 60})
        came = events.record_attendance(
            event.pk,
            [events.Came(enterprise.pk, persons=2), events.Came(name="外地示例公司")],
            access=quarter.clerk,
            at=NOON,
        )
        events.strike_attendance(event.pk, [came[1].pk], access=quarter.clerk, at=NOON)

    with bootstrap_scope():
        kept = ServiceEvent.objects.get(pk=event.pk)
        left = list(kept.attendances.values_list("enterprise_name", "persons"))
    assert (kept.persons, kept.co_hosts, left) == (60, ["市科创局"], [("示例甲公司", 2)])
    assert entries("event.strike").get().changes == {"removed": ["外地示例公司"]}


@pytest.mark.covers("services.events.create", "refused")
@pytest.mark.parametrize("wrong", ["title", "campaign", "station"])
def test_an_event_has_a_title_a_running_drive_and_a_station_of_its_unit(
    quarter: Quarter, wrong: str
) -> None:
    words: dict[str, object] = {
        "title": {"title": " "},
        "campaign": {"campaign_id": make_campaign(quarter.here, starts_on=date(2027, 1, 1)).pk},
        "station": {"station_id": quarter.station.pk, "jurisdiction_id": quarter.there.pk},
    }[wrong]
    given = {
        "title": "宣讲",
        "kind": EventKind.POLICY,
        "jurisdiction_id": quarter.here.pk,
        "held_on": TODAY,
        **words,
    }

    with scoped(quarter.city), pytest.raises(InputRefused):
        events.create(access=quarter.city, at=NOON, **given)


@pytest.mark.covers("services.events.amend", "refused")
@pytest.mark.covers("services.events.record_attendance", "refused")
@pytest.mark.covers("services.events.strike_attendance", "refused")
@pytest.mark.covers("services.events.cancel", "works", "refused")
def test_an_event_called_off_no_longer_counts_nor_changes(quarter: Quarter) -> None:
    event = make_event(quarter.here)

    with scoped(quarter.clerk):
        events.cancel(event.pk, access=quarter.clerk, at=NOON, reason="重复登记")
        for act in (
            lambda: events.cancel(event.pk, access=quarter.clerk, at=NOON, reason="重复登记"),
            lambda: events.amend(event.pk, access=quarter.clerk, at=NOON, values={"persons": 1}),
            lambda: events.record_attendance(
                event.pk, [events.Came(name="甲")], access=quarter.clerk, at=NOON
            ),
            lambda: events.strike_attendance(event.pk, [1], access=quarter.clerk, at=NOON),
        ):
            with pytest.raises(TransitionRefused, match="已取消"):
                act()
        assert not ServiceEvent.objects.held().filter(pk=event.pk).exists()


def test_attendance_is_not_told_before_the_event_nor_twice(quarter: Quarter) -> None:
    tomorrow = make_event(quarter.here, held_on=date(2026, 3, 4))
    event = make_event(quarter.here)
    foreign = make_enterprise(unit=quarter.there)

    with scoped(quarter.clerk):
        for told, came in (
            (tomorrow, [events.Came(name="甲")]),
            (event, [events.Came(name="甲"), events.Came(name="甲")]),
            (event, []),
        ):
            with pytest.raises(ActionRefused):
                events.record_attendance(told.pk, came, access=quarter.clerk, at=NOON)
        with pytest.raises(type(foreign).DoesNotExist):
            events.record_attendance(
                event.pk, [events.Came(foreign.pk)], access=quarter.clerk, at=NOON
            )
