"""Papers behind figures: kept, shown where the figure is judged, taken back; each one's own."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from enterprises.actions import evidence
from enterprises.models import Enterprise, IndicatorEvidence
from tests.enterprises.register.conftest import NOON, Town, build_town
from tests.factories.accounts import make_user
from tests.races import race
from wuhan_smes.access import Access
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted, TransitionRefused
from wuhan_smes.files.storing import pieces_of, store
from wuhan_smes.scope import scoped

PDF = b"%PDF-1.7 example"


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def attach(town: Town, of: Enterprise, who: Access | None = None, **words: Any) -> Any:
    access = who or town.clerk
    given = {"year": 2025, "name": "审计报告.exe", "data": PDF, "indicator": "revenue", **words}
    with scoped(access):
        return evidence.attach(of.pk, access=access, at=NOON, **given)


def remove(paper: IndicatorEvidence, who: Access, reason: str = "传错") -> Any:
    with scoped(who):
        return evidence.remove(paper.pk, access=who, at=NOON, reason=reason)


@pytest.mark.covers("enterprises.evidence.attach", "works")
@pytest.mark.covers("enterprises.evidence.remove", "works")
def test_a_paper_is_kept_once_and_taken_back_with_a_reason(town: Town) -> None:
    enterprise = town.enterprise()

    paper = attach(town, enterprise)

    assert attach(town, enterprise) == paper
    assert (paper.name, b"".join(pieces_of(paper.file))) == ("审计报告.pdf", PDF)
    remove(paper, town.clerk)
    assert not IndicatorEvidence.objects.standing().exists()
    assert attach(town, enterprise) != paper
    assert AuditEvent.objects.filter(kind="enterprise.remove_evidence").count() == 1


@pytest.mark.covers("enterprises.evidence.attach", "refused")
@pytest.mark.covers("enterprises.evidence.remove", "refused")
def test_what_is_no_paper_of_a_figure_is_refused(town: Town) -> None:
    enterprise = town.enterprise()
    for words, sentence in (
        ({"data": b""}, "空的"),
        ({"data": b"MZ\x90"}, "佐证文件应为"),
        ({"data": PDF + b"0" * (10 * 1024 * 1024)}, "超过 10 MB"),
        ({"indicator": "mood"}, "没有指标“mood”"),
        ({"year": 2027}, "不能晚于今年"),
    ):
        with pytest.raises(InputRefused, match=sentence):
            attach(town, enterprise, **words)
    paper = attach(town, enterprise)
    with pytest.raises(InputRefused, match="撤下原因"):
        remove(paper, town.clerk, " ")
    remove(paper, town.clerk)
    with pytest.raises(TransitionRefused, match="已经撤下"):
        remove(paper, town.clerk)


@pytest.mark.covers("enterprises.evidence.attach", "reach", "capability")
@pytest.mark.covers("enterprises.evidence.remove", "reach", "capability")
def test_another_units_papers_are_not_there_and_a_reader_adds_none(town: Town) -> None:
    enterprise = town.enterprise()
    paper = attach(town, enterprise)

    with pytest.raises(Enterprise.DoesNotExist):
        attach(town, enterprise, town.other)
    with pytest.raises(IndicatorEvidence.DoesNotExist):
        remove(paper, town.other)
    with pytest.raises(NotPermitted):
        attach(town, enterprise, town.reader)
    with pytest.raises(NotPermitted):
        remove(paper, town.reader)


def test_the_database_lets_nobody_show_anothers_file(town: Town) -> None:
    enterprise = town.enterprise()
    with scoped(town.city):
        foreign = store("甲.pdf", "application/pdf", [PDF], access=town.city, at=NOON)

    with (
        pytest.raises(ProgrammingError, match="of somebody else"),
        scoped(town.clerk),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO enterprises_indicatorevidence (enterprise_id, jurisdiction_id, year,"
            " indicator, file_id, name, media_type, size, sha256, added_at, added_by_name,"
            " removed_by_name, removed_reason) VALUES (%s, %s, 2025, '', %s, 'a', 'b', 1, %s,"
            " now(), '', '', '')",
            [enterprise.pk, enterprise.jurisdiction_id, foreign.pk, "0" * 64],
        )


def test_a_paper_goes_through_the_page_and_stands_where_its_figure_is_judged(town: Town) -> None:
    enterprise = town.enterprise()
    client, other = Client(), Client()
    client.force_login(make_user("district_staff", unit=town.here))
    other.force_login(make_user("district_staff", unit=town.there))
    sent = {"year": "2025", "indicator": "revenue"}

    file = SimpleUploadedFile("审计报告.pdf", PDF)
    client.post(f"/enterprises/{enterprise.pk}/evidence/", {**sent, "file": file})
    paper = IndicatorEvidence.objects.get()

    assert (
        "审计报告.pdf"
        in client.get(f"/enterprises/{enterprise.pk}/indicators/?year=2025").content.decode()
    )
    judged = client.get(f"/enterprises/{enterprise.pk}/assessment/?tier=little_giant&on=2026-05-04")
    assert f"/indicators/evidence/{paper.pk}/" in judged.content.decode()
    fetched = client.get(f"/indicators/evidence/{paper.pk}/")
    assert b"".join(fetched.streaming_content) == PDF
    assert other.get(f"/indicators/evidence/{paper.pk}/").status_code == 404
    (told,) = client.get("/api/v1/indicator-evidence/?year=2025").json()["results"]
    assert told["name"] == "审计报告.pdf"
    client.post(f"/indicators/evidence/{paper.pk}/remove/", {"reason": "传错"})
    assert IndicatorEvidence.objects.get().removed_reason == "传错"


@pytest.mark.covers("enterprises.evidence.attach", "race")
@pytest.mark.covers("enterprises.evidence.remove", "race")
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_there_is_one_paper_and_one_takes_it_back() -> None:
    town = build_town()
    enterprise = town.enterprise()

    def adds() -> object:
        given: dict[str, Any] = {"year": 2025, "name": "a.pdf", "data": PDF}
        return evidence.attach(enterprise.pk, access=town.clerk, at=NOON, **given)

    def removes() -> object:
        key = IndicatorEvidence.objects.get().pk
        return evidence.remove(key, access=town.clerk, at=NOON, reason="传错")

    assert race(adds, adds, as_first=town.clerk, as_second=town.clerk) == ("done", "done")
    assert IndicatorEvidence.objects.count() == 1
    assert race(removes, removes, as_first=town.clerk, as_second=town.clerk)[1] != "done"
