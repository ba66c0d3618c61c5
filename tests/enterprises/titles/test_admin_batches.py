"""Batches, targets and figures on screen."""

from datetime import date

import pytest
from django.test import Client

from enterprises.models import (
    BatchCandidate,
    Recognition,
    RecognitionBatch,
    ReportedFigure,
    TierTarget,
)
from tests.enterprises.titles.test_admin_titles import CANARY, done, signed_in, text
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_enterprise
from tests.factories.titles import make_batch, make_candidate, make_title

pytestmark = pytest.mark.django_db
LIST = "/admin/enterprises/recognitionbatch/"
TARGETS = "/admin/enterprises/tiertarget/"
FIGURES = "/admin/enterprises/reportedfigure/"


@pytest.fixture
def city() -> Client:
    return signed_in("bureau_staff")


@pytest.fixture
def clerk() -> Client:
    return signed_in("district_staff", "jiangan")


def states(batch: RecognitionBatch) -> list[str]:
    rows = BatchCandidate.objects.filter(batch=batch).order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_a_batch_is_opened_filled_and_announced_on_screen(city):
    done(
        city,
        f"{LIST}add/",
        tier="innovative_sme",
        kind="new",
        name="示例屏上批次",
        recogniser="示例省经信厅",
        recogniser_level="provincial",
        year=2026,
        ordinal=55,
    )
    batch = RecognitionBatch.objects.get(name="示例屏上批次")
    path = f"{LIST}{batch.pk}"
    firms = [make_enterprise() for _ in range(2)]
    codes = "\n".join(firm.uscc.lower() for firm in firms)

    done(city, f"{path}/add/", enterprises=codes)
    assert states(batch) == ["applied", "applied"]
    done(city, f"{path}/move/", enterprises=firms[0].uscc, state="recommended")
    done(city, f"{path}/remove/", enterprises=firms[1].uscc, reason="误列")
    done(city, f"{path}/review/")
    done(city, f"{path}/publicise/", notice_from="2026-02-02")
    done(
        signed_in("bureau_lead"),
        f"{path}/announce/",
        document_no="示例发〔2026〕5号",
        announced_on="2026-03-01",
        valid_from="2026-03-01",
        valid_to="2029-02-28",
    )

    title = Recognition.objects.get(batch=batch)
    assert (title.enterprise_id, title.valid_until) == (firms[0].pk, date(2029, 3, 1))
    page = text(city, f"{path}/change/")
    assert "通过 1 家" in page
    assert firms[0].name in page


def test_codes_nobody_has_are_named(city):
    batch = make_batch()

    page = city.post(f"{LIST}{batch.pk}/add/", {"enterprises": "91420100616400352X"})

    assert "没有找到这些信用代码：91420100616400352X" in page.content.decode()


def test_a_review_is_filled_on_screen_and_a_batch_amended(city):
    batch = make_batch("gazelle", kind="review")
    make_title(tier="gazelle", valid_until=date(2026, 7, 1))

    done(city, f"{LIST}{batch.pk}/add_due/", ends_from="2026-06-30", ends_to="2026-06-30")
    assert states(batch) == ["due"]
    assert 'value="示例省经信厅"' in text(city, f"{LIST}{batch.pk}/amend/")
    words = {"recogniser_level": "provincial", "year": 2026, "ordinal": batch.ordinal}
    done(city, f"{LIST}{batch.pk}/amend/", name="示例改名", recogniser="示例省经信厅", **words)
    batch.refresh_from_db()
    assert (batch.name, batch.version) == ("示例改名", 2)


def test_a_district_sees_the_batch_its_own_candidates_and_no_buttons(clerk):
    batch = make_batch()
    mine = make_enterprise(unit=make_unit("jiangan"), name="示例长江光电公司")
    make_candidate(batch, mine, "applied")
    make_candidate(batch, make_enterprise(unit=make_unit("hanyang"), name=CANARY), "recommended")

    page = text(clerk, f"{LIST}{batch.pk}/change/")
    assert mine.name in page
    assert CANARY not in page
    assert "已申请 1 家" in page
    assert "已推荐" not in page
    listed = text(clerk, "/admin/enterprises/batchcandidate/", batch=batch.pk)
    assert mine.name in listed
    assert CANARY not in listed
    assert clerk.post(f"{LIST}{batch.pk}/review/", {}).status_code == 403
    assert clerk.get(f"{LIST}add/").status_code == 403


def test_a_target_is_set_and_amended_on_screen(city):
    words = {
        "code": "on-screen",
        "label": "示例目标",
        "tier": "srdi_sme",
        "jurisdiction_id": make_unit("jiangan").pk,
        "value": 4000,
        "unit": "家",
        "basis": "stock",
        "due_on": "2028-12-31",
        "document": "示例措施",
        "clause": "第一条",
        "flags": "F1 F3",
    }
    done(city, f"{TARGETS}add/", **words)
    target = TierTarget.objects.get(code="on-screen")
    assert target.flags == ["F1", "F3"]
    page = text(city, f"{TARGETS}{target.pk}/amend/")
    assert 'value="F1 F3"' in page

    done(city, f"{TARGETS}{target.pk}/amend/", **{**words, "value": 4500})

    target.refresh_from_db()
    assert (target.value, target.version) == (4500, 2)
    assert "低于已公布" in text(city, f"{TARGETS}{target.pk}/change/")


def test_a_figure_without_a_day_is_refused_on_the_form(city, clerk):
    words = {
        "code": "on-screen",
        "label": "示例公布数",
        "group": "服务体系",
        "value": "1000",
        "qualifier": "over",
        "unit": "个",
        "document": "示例答复",
        "clause": "第二段",
        "counterpart": "reported",
        "display_order": 1,
    }

    refused = city.post(f"{FIGURES}add/", words).content.decode()
    assert "公布数须写明统计截止日" in refused
    done(city, f"{FIGURES}add/", **words, stated_on="2025-07-25")
    figure = ReportedFigure.objects.get(code="on-screen")
    done(
        city, f"{FIGURES}{figure.pk}/amend/", **{**words, "stated_on": "2025-07-25", "value": 1001}
    )

    figure.refresh_from_db()
    assert (figure.value, figure.version) == (1001, 2)
    assert "示例公布数" in text(clerk, FIGURES, q="示例公布数")
    assert clerk.get(f"{FIGURES}add/").status_code == 403
