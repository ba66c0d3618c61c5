"""督办单: numbered without gaps for a unit and year, and a paper that opens."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest

from services.actions.sheets import number_sheet
from services.models import Supervision
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.tickets import make_ticket
from tests.races import race
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import ActionRefused, NotPermitted
from wuhan_smes.scope import bootstrap_scope, scoped

NOON: Final = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


def pressed(unit: Jurisdiction, kind: str = "supervise") -> Supervision:
    with bootstrap_scope():
        return Supervision.objects.create(
            ticket=make_ticket(unit=unit),
            kind=kind,
            told_kind="unit",
            told_id=unit.pk,
            told_name=unit.name,
            at=NOON,
            by_name="甲",
        )


@pytest.mark.covers("services.sheets.number_sheet", "works")
@pytest.mark.django_db
def test_sheets_are_numbered_in_a_row_for_each_unit_and_year() -> None:
    here, there = make_unit(), make_unit()
    city = make_access("bureau_lead")
    rows = [pressed(unit) for unit in (here, here, there)]

    with scoped(city):
        made = [number_sheet(row.pk, access=city, at=NOON).number for row in rows]
        again = number_sheet(rows[0].pk, access=city, at=NOON).number
        later = datetime(2027, 3, 3, tzinfo=UTC)
        next_year = number_sheet(pressed(here).pk, access=city, at=later).number

    assert made == [f"{here.short}督〔2026〕{n}号" for n in (1, 2)] + [
        f"{there.short}督〔2026〕1号"
    ]
    assert (again, next_year) == (made[0], f"{here.short}督〔2027〕1号")


@pytest.mark.covers("services.sheets.number_sheet", "refused", "reach", "capability")
@pytest.mark.django_db
def test_a_reminder_has_no_sheet_and_a_foreign_one_does_not_exist() -> None:
    unit = make_unit()
    lead = make_access("district_lead", unit=unit)
    reminder, foreign = pressed(unit, "remind"), pressed(make_unit())

    with scoped(lead):
        with pytest.raises(ActionRefused, match="只有督办"):
            number_sheet(reminder.pk, access=lead, at=NOON)
        with pytest.raises(Supervision.DoesNotExist):
            number_sheet(foreign.pk, access=lead, at=NOON)
    staff = make_access("district_staff", unit=unit)
    with scoped(staff), pytest.raises(NotPermitted):
        number_sheet(reminder.pk, access=staff, at=NOON)


@pytest.mark.covers("services.sheets.number_sheet", "race")
@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers() -> None:
    unit = make_unit()
    lead = make_access("district_lead", unit=unit)
    one, two = pressed(unit), pressed(unit)

    outcome = race(
        lambda: number_sheet(one.pk, access=lead, at=NOON),
        lambda: number_sheet(two.pk, access=lead, at=NOON),
        as_first=lead,
        as_second=lead,
    )

    numbers = Supervision.objects.order_by("number").values_list("number", flat=True)
    assert outcome == ("done", "done")
    assert list(numbers) == [f"{unit.short}督〔2026〕{n}号" for n in (1, 2)]


@pytest.mark.django_db
def test_the_paper_is_taken_over_http_and_opens(client: Any) -> None:
    unit = make_unit()
    row = pressed(unit)
    client.force_login(make_user("district_lead", unit=unit))
    path = f"/api/v1/supervisions/{row.pk}/"

    before = client.get(f"{path}sheet/")
    number = client.post(f"{path}number/", {}, content_type="application/json").json()["number"]
    file = client.get(f"{path}sheet/")

    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for text in parts.values():
        ET.fromstring(text)
    assert before.status_code == 409
    assert number in parts["word/document.xml"]
    assert row.ticket.title in parts["word/document.xml"]
    assert "仿宋_GB2312" in parts["word/document.xml"]
