"""A briefing of a day, a week or a year: every figure a cell of a report that leads to its rows."""

import io
import zipfile
from datetime import date, timedelta
from functools import partial

import pytest
from django.http import QueryDict
from django.utils import timezone

from enterprises.choices import Tier
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.tickets import make_ticket
from tests.factories.visits import make_visit
from tests.races import race
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.operations.actions.briefings import take_briefing
from wuhan_smes.operations.briefings.composing import compose
from wuhan_smes.operations.briefings.words import Figure
from wuhan_smes.reporting.models import Export
from wuhan_smes.reporting.sources import find
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db(transaction=True)
LAST = date(2026, 3, 2)


@pytest.fixture
def jiangxia():
    unit = make_unit("jiangxia")
    for here in (unit, make_unit("hongshan")):
        firm = make_enterprise(unit=here)
        award(firm, Tier.SRDI_SME, until=LAST + timedelta(days=30))
        make_ticket("collected", enterprise=firm, channel="visit")
        make_visit(firm, rank="department")
    return unit


def taken(access, kind="day", last=LAST, **more):
    with scoped(access):
        return take_briefing(kind, access=access, at=timezone.now(), last=last, **more)


def figures(access, kind="day"):
    """(figure, rows it opens) of every figure that leads somewhere."""
    with scoped(access):
        told = compose(kind, LAST, access=access)
        for section in told.sections:
            for it in (it for words in section.paragraphs for it in words):
                if isinstance(it, Figure) and it.url:
                    path, _, words = it.url.partition("?")
                    source = {"/enterprises/": "page:enterprises", "/radar/": "page:radar"}.get(
                        path, f"page:figure/{path.split('/')[2]}"
                    )
                    yield it.text, find(source).listed(QueryDict(words), access).rows.count()


@pytest.mark.covers("operations.briefings.take_briefing", "works", "reach")
def test_each_figure_leads_to_as_many_rows_and_those_of_a_district_are_its_own(jiangxia):
    city, district = make_access("bureau_staff"), make_access("district_staff", unit=jiangxia)
    for access, count in ((city, "2"), (district, "1")):
        found = list(figures(access))
        assert len(found) >= 6
        assert {text for text, _ in found} == {count}
        assert all(int(text) == rows for text, rows in found)
    made = taken(district, "week", site="https://sme.example")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        paper = archive.read("word/document.xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert "江夏区，2026年2月24日至2026年3月2日" in paper
    assert "口径第1版" in paper
    assert "https://sme.example/reports/tier-table/figure/?on=2026-03-02&amp;by=" in links
    assert 'r:id="link1"' in paper
    page, again = (
        taken(city, "week", site="https://sme.example", layout="pdf").content for _ in range(2)
    )
    assert page.startswith(b"%PDF-")
    assert page == again
    assert b"https://sme.example/reports/tier-table/figure/" in page
    assert Export.objects.get(list="briefing", layout="docx").words == {
        "kind": "week",
        "on": "2026-03-02",
    }
    assert AuditEvent.objects.filter(kind="export.made").count() == 3


@pytest.mark.covers("operations.briefings.take_briefing", "refused", "capability", "race")
def test_an_unknown_paper_a_day_to_come_and_who_takes_nothing_out_are_refused(jiangxia, client):
    city = make_access("bureau_staff")
    to_come = timezone.localdate() + timedelta(1)
    for words in ({"kind": "century"}, {"last": to_come}, {"layout": "csv"}):
        with pytest.raises(InputRefused):
            taken(city, **words)
    with pytest.raises(NotPermitted):
        taken(make_access("handler"))
    act = partial(take_briefing, "year", access=city, at=timezone.now(), last=LAST)
    assert race(act, act, as_first=city, as_second=city) == ("done", "done")
    assert len(set(Export.objects.values_list("ordinal", flat=True))) == 2

    client.force_login(make_user("district_lead", unit=jiangxia))
    page = client.get("/reports/briefing/?kind=week&on=2026-03-02").content.decode()
    file = client.get("/reports/briefing/?kind=week&on=2026-03-02&layout=docx")
    assert "2026年2月24日至2026年3月2日" in page
    assert 'href="/reports/tier-table/figure/?on=2026-03-02&amp;by=jurisdiction' in page
    assert file.content[:2] == b"PK"
    assert client.get("/reports/briefing/?kind=century&on=2099-99-99").status_code == 200
    client.force_login(make_user("handler"))
    assert client.get("/reports/briefing/").status_code == 403
