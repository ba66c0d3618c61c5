"""Units are told of tables before they are due, and the city of those that lie before it."""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.utils import timezone

from services import tasks
from services.actions.hand_in_reminders import TELL, remind_of_hand_ins
from services.models import Notice, NoticeWay
from tests.factories.accounts import make_access, make_unit, make_user
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.errors import NotPermitted
from wuhan_smes.reporting.choices import HandInState
from wuhan_smes.reporting.models import HandIn, ReportPeriod, ReportRun
from wuhan_smes.scope import bootstrap_scope, scoped

pytestmark = pytest.mark.django_db(transaction=True)
DUE = date(2026, 12, 10)
SYSTEM = Access.of_system("提醒")


def moment(days: int) -> datetime:
    """Eight in the morning, so many days from the day the table is due."""
    return timezone.make_aware(datetime.combine(DUE + timedelta(days), time(8)))


def remind(days: int) -> int:
    with scoped(SYSTEM):
        return remind_of_hand_ins(access=SYSTEM, at=moment(days))


@pytest.fixture
def mine():
    """A table two units are asked for, and the people of one of them, of the other, of the city."""
    jiangxia, hongshan = make_unit("jiangxia"), make_unit("hongshan")
    for role, unit in (
        ("district_staff", jiangxia),
        ("district_lead", jiangxia),
        ("district_staff", hongshan),
        ("bureau_staff", None),
        ("finance", None),
    ):
        make_user(role, unit=unit) if unit else make_user(role)
    with bootstrap_scope():
        period = ReportPeriod.objects.create(
            report="tier-table",
            title="统计表",
            name="12月",
            due_on=DUE,
            opened_at=moment(-30),
            opened_by_name="甲",
        )
        return HandIn.objects.create(period=period, jurisdiction=jiangxia)


def told() -> list[tuple[str, str, str]]:
    with bootstrap_scope():
        rows = Notice.objects.select_related("user").order_by("user_id", "pk")
        return [(it.kind, it.subject, it.address) for it in rows]


@pytest.mark.covers("services.hand_in_reminders.remind_of_hand_ins", "works", "refused")
def test_who_hands_a_table_in_is_told_before_it_is_due_and_the_city_when_it_came(mine, client):
    here = f"/reports/hand-ins/{mine.pk}/"
    due = ("report_due", "统计表（12月）", here)

    assert [remind(days) for days in (-30, -4, -2, 11)] == [0, 0, 0, 0]
    assert remind(-3) == 2
    assert remind(-3) == 0
    assert told() == [due, due]
    assert [remind(days) for days in (-1, 0, 10)] == [2, 2, 2]
    with bootstrap_scope():
        run = ReportRun.objects.create(
            year=2026,
            ordinal=1,
            report="tier-table",
            title="统计表",
            layout="xlsx",
            capability="register.export",
            jurisdiction=mine.jurisdiction,
            known_at=moment(-1),
            ordered_at=moment(-1),
        )
        HandIn.objects.filter(pk=mine.pk).update(state=HandInState.RETURNED, run=run)
        Notice.objects.all().delete()
    assert remind(20) == 2
    with bootstrap_scope():
        HandIn.objects.filter(pk=mine.pk).update(state=HandInState.HANDED)
    assert remind(21) == 1
    back = ("sent_back", "统计表（12月）", here)
    came = ("handed_in", "统计表（12月）：1 个单位待复核", f"/reports/periods/{mine.period_id}/")
    assert sorted(told()) == sorted([back, back, came])

    with bootstrap_scope():
        person = Notice.objects.filter(kind="sent_back").first().user
    client.force_login(person)
    page = client.get("/notices/").content.decode()
    assert f'<a href="{here}">统计表（12月）</a>' in page
    assert "报表被退回" in page


@pytest.mark.covers("services.hand_in_reminders.remind_of_hand_ins", "reach", "capability", "race")
def test_only_the_product_itself_tells_everybody_and_once(mine, settings):
    for access in (make_access("bureau_lead"), make_access("district_staff", unit=make_unit())):
        with scoped(access), pytest.raises(NotPermitted):
            remind_of_hand_ins(access=access, at=moment(0))
        with scoped(access), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(TELL, [moment(0)])
    act = partial(remind_of_hand_ins, access=SYSTEM, at=moment(0))
    assert race(act, act, as_first=SYSTEM, as_second=SYSTEM) == ("done", "done")
    assert len(told()) == 2

    settings.NOTICE_MAIL_FROM = "platform@house.example"
    with bootstrap_scope():
        person = Notice.objects.order_by("pk").first().user
        NoticeWay.objects.create(
            user=person,
            kind="email",
            is_on=True,
            address="a@house.example",
            rhythm="daily",
            next_at=timezone.now(),
        )
    tasks.send_notices()
    (message,) = mail.outbox
    assert "统计表（12月）" in message.body
    assert "报表待报送 1 件" in message.body
