"""The notice, the order and the annex of a batch say what was kept of them, to the cent."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from measures.actions.flow import arranging, noticing
from measures.models import DisbursementBatch, DisbursementPaper, Objection
from measures.queries.annex import left_since
from measures.queries.book_check import findings
from measures.reports import payments as papers
from measures.rules.papers import (
    PaperLine,
    Said,
    canonical,
    fingerprint,
    read,
    shown_identifier,
)
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise
from tests.factories.money import AT, DAY, Office
from wuhan_smes.reporting.official import to_docx
from wuhan_smes.reporting.sheet import to_xlsx
from wuhan_smes.scope import bootstrap_scope, scoped

AMOUNTS = ("500000.00", "333333.33", "60000.50")
SAID = Said(
    number="武汉批〔2026〕1号",
    title="2026年专精特新“小巨人”企业奖励",
    year=2026,
    signer="武汉市经济和信息化局",
    arranged_by="甲",
    day=date(2026, 3, 9),
    lines=tuple(
        PaperLine(n, f"示例{n}科技有限公司", "91420100MA0000000X", "江岸区", "奖励", "办法", 1, it)
        for n, it in enumerate(map(Decimal, AMOUNTS))
    ),
    shown_from=date(2026, 3, 9),
    shown_to=date(2026, 3, 13),
    workdays=5,
    discipline_phone="027-82211111",
    business_phone="027-82222222",
)


def words(body: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return re.sub("<[^>]+>", "", archive.read(part).decode())


def paragraphs(body: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        told = archive.read("word/document.xml").decode()
    return [re.sub("<[^>]+>", "", one) for one in told.split("</w:p>")]


def test_a_notice_says_how_much_how_long_and_whom_to_call() -> None:
    text = words(to_docx(papers.notice_paper(SAID)))

    assert "对3家单位3个事项拟安排资金89.333383万元（893,333.83元）" in text
    assert "2026年3月9日至2026年3月13日（5个工作日，含首日）" in text
    assert "纪检监督电话：027-82211111" in text
    assert "附件：2026年专精特新“小巨人”企业奖励资金明细表" in text
    assert text.endswith("武汉市经济和信息化局2026年3月9日")


def test_a_long_title_is_broken_between_its_parts_and_a_short_one_is_not() -> None:
    assert papers.notice_paper(SAID).title.split("\n") == [
        "关于2026年专精特新“小巨人”企业奖励",
        "拟安排资金的公示",
    ]
    assert papers.order_paper(replace(SAID, title="奖励")).title == "关于下达奖励资金的通知"
    lines = paragraphs(to_docx(papers.notice_paper(SAID)))
    assert lines[:2] == papers.notice_paper(SAID).title.split("\n")


def test_an_order_carries_its_number() -> None:
    ordered = replace(SAID, document_no="武财产〔2026〕9号", day=date(2026, 3, 16))
    text = words(to_docx(papers.order_paper(ordered)))

    assert "武财产〔2026〕9号各有关区财政局、经信部门：" in text
    assert "下达资金89.333383万元" in text
    assert text.endswith("2026年3月16日")


def test_the_annex_adds_up_and_keeps_what_left() -> None:
    sheet = papers.annex(SAID)
    later = papers.annex(SAID, {1: "2026-03-12 异议成立"})

    assert sheet.total_row()[-1] == SAID.total == Decimal("893333.83")
    assert later.total_row()[-2] == SAID.total
    assert sheet.columns[-1].label == "拟安排资金（元）"
    assert papers.annex(replace(SAID, document_no="文")).columns[-1].label == "下达资金（元）"
    assert words(to_xlsx(sheet), "xl/sharedStrings.xml").strip().startswith("附件2026年")
    assert [row[-1] for row in later.rows] == ["", "2026-03-12 异议成立", ""]
    assert to_xlsx(later).startswith(b"PK")


def test_what_is_kept_reads_back_as_it_was_and_hides_whose_number_it_is() -> None:
    body = canonical(SAID)

    assert read(body) == SAID
    assert canonical(read(body)) == body
    assert shown_identifier("person", "420102199001011234") == "*" * 14 + "1234"
    assert shown_identifier("park", "P-1") == "P-1"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_every_paper_as_what_it_says(tmp_path: Path) -> None:
    """With PICTURES the files made are left there, to be looked at."""
    ordered = replace(SAID, document_no="武财产〔2026〕9号", day=date(2026, 3, 16))
    files = {
        "notice.docx": to_docx(papers.notice_paper(SAID)),
        "order.docx": to_docx(papers.order_paper(ordered)),
        "annex.xlsx": to_xlsx(papers.annex(SAID, {1: "2026-03-12 异议成立"})),
    }
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    folder = Path(os.environ.get("PICTURES", tmp_path))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), *map(str, tmp_path.glob("*.*x"))),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    made = [(folder / name).with_suffix(".pdf") for name in files]
    assert [path.read_bytes()[:5] for path in made] == [b"%PDF-"] * len(files)


def names(paper: DisbursementPaper) -> list[str]:
    return [line.payee for line in read(paper.canonical).lines]


@pytest.mark.django_db
def test_a_paper_says_for_ever_what_went_out() -> None:
    office = Office()
    firms = [make_enterprise(unit=office.unit, name=f"示例{it}有限公司") for it in "甲乙丙丁"]
    stays, leaves, upheld, late = [office.line(firm) for firm in firms]
    batch = office.noticed([stays, leaves, upheld, late])
    with scoped(office.bureau):
        who: dict[str, Any] = {"access": office.bureau, "at": AT + DAY}
        first = noticing.object_to(upheld.pk, text="已停产", **who)
        second = noticing.object_to(late.pk, text="已迁出", **who)
        noticing.uphold(first.pk, finding="属实", **who)
        arranging.take_out([leaves.pk], reason="材料待补", **who)
    office.order(batch)  # what an objection stops is not in it
    with scoped(office.bureau):
        noticing.dismiss(second.pk, finding="仍在本市", **who)
    office.order(batch, AT + DAY)

    with bootstrap_scope():
        notice, order, rest = DisbursementPaper.objects.filter(batch=batch).order_by("pk")
        assert (notice.kind, notice.lines, notice.total) == ("notice", 4, Decimal(4_000_000))
        assert sorted(names(notice)) == sorted(firm.name for firm in firms)
        assert (names(order), names(rest)) == ([firms[0].name], [firms[3].name])
        assert notice.digest == fingerprint(notice.canonical)
        gone = left_since(notice, read(notice.canonical).lines)
        assert gone == {leaves.pk: "2026-03-10 移出批次", upheld.pk: "2026-03-10 异议成立"}
        assert list(findings()) == []
        DisbursementBatch.objects.get(pk=batch.pk, lines=2)
    _shown_to_everybody(office, notice)
    _never_said_otherwise(notice)
    _told_the_same_of_batches_from_before(batch)


def _shown_to_everybody(office: Office, notice: DisbursementPaper) -> None:
    """On the page of the batch with who left, as files, and over HTTP."""
    district = Client()
    district.force_login(make_user("district_staff", unit=office.unit))
    page = district.get(f"/money/batches/{notice.batch_id}/").content.decode()
    assert (page.count("已移出"), notice.digest[:12] in page) == (2, True)
    text = words(district.get(f"/money/papers/{notice.pk}/paper/").content)
    assert "对4家单位4个事项拟安排资金400万元" in text
    table = district.get(f"/money/papers/{notice.pk}/annex/").content
    assert "2026-03-10 异议成立" in words(table, "xl/sharedStrings.xml")
    api = f"/api/v1/disbursement-papers/{notice.pk}/"
    assert fingerprint(district.get(api).json()["canonical"]) == notice.digest
    assert words(district.get(f"{api}docx/").content) == text
    assert district.get(f"/money/papers/{notice.pk}/nothing/").status_code == 404
    stranger = Client()
    stranger.force_login(make_user("district_staff", unit=Office().unit))
    for path in (api, f"{api}annex/", f"/money/papers/{notice.pk}/paper/"):
        assert stranger.get(path).status_code == 404


PAPER = "measures_disbursementpaper"
AGAIN = f"""INSERT INTO {PAPER} (batch_id, jurisdiction_id, kind, document_no, day, lines, total,
    canonical, digest, made_by_name, made_at) SELECT batch_id, jurisdiction_id, 'order', '文', day,
    lines, total, {{body}}, {{digest}}, '甲', made_at FROM {PAPER} WHERE kind = 'notice'"""
LIES = (
    (f"UPDATE {PAPER} SET canonical = '{{}}'", "append-only"),
    (f"DELETE FROM {PAPER}", "append-only|permission denied"),
    (AGAIN.format(body="canonical", digest="repeat('0', 64)"), "disbursement_paper_adds_up"),
    (AGAIN.format(body="canonical", digest="digest"), "disbursement_paper_is_its_batch"),
)


def _never_said_otherwise(notice: DisbursementPaper) -> None:
    with bootstrap_scope(), connection.cursor() as cursor:
        for lie, fact in LIES:
            with pytest.raises(DatabaseError) as refusal, transaction.atomic():
                cursor.execute(lie)
            told = str(refusal.value) + str(refusal.value.__cause__.diag.constraint_name)  # type: ignore[union-attr] # of psycopg
            assert any(it in told for it in fact.split("|")), (lie, told)
        notice.refresh_from_db()


def _told_the_same_of_batches_from_before(batch: DisbursementBatch) -> None:
    """What the migration makes of batches that went out earlier is what is kept of this one."""
    earlier = import_module("measures.migrations.0013_disbursement_papers").EARLIER
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute(earlier)
        columns = [column.name for column in cursor.description or ()]
        told = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        kept = list(DisbursementPaper.objects.filter(batch=batch).order_by("pk"))
        objections = Objection.objects.filter(notice__batch=batch).count()
    assert objections == 2
    made = [(row["kind"], row["document_no"], read(row["canonical"]).lines) for row in told]
    orders = [line for row in kept[1:] for line in read(row.canonical).lines]
    assert made[0] == ("notice", "", read(kept[0].canonical).lines)
    assert sorted(it.line for it in made[1][2]) == sorted(it.line for it in orders)
