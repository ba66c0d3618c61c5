"""Another office's workbook: its cells named once, filled each month, all else left as it was."""

import io
from datetime import date
from functools import partial

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl.styles import Font

from enterprises.choices import Tier
from tests.enterprises.reports.conftest import award
from tests.factories.accounts import make_access, make_unit, make_user
from tests.factories.enterprises import make_enterprise
from tests.races import race
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.reporting.actions import forms
from wuhan_smes.reporting.filling import filled
from wuhan_smes.reporting.models import Export, SheetForm
from wuhan_smes.scope import scoped

pytestmark = pytest.mark.django_db(transaction=True)
LAST = date(2025, 7, 31)
TABLE = "梯度培育企业数量统计表"
CELLS = f"""
B3 = {TABLE} | 江夏区 | 专精特新
附表!C2 = tier-table | 合计 | srdi_sme | basis=highest
B4 = 梯度培育企业增减变动表 | jiangxia/srdi_sme | 期末 | from=本年
D9 = {TABLE} | 没有的单位 | 专精特新
"""


@pytest.fixture
def access(jiangxia):
    award(make_enterprise(unit=jiangxia), Tier.SRDI_SME)
    award(make_enterprise(unit=make_unit("hongshan")), Tier.SRDI_SME)
    return make_access("district_staff", unit=jiangxia)


def template() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "主表"
    page["A1"] = "某局统计表"
    page.merge_cells("A1:C1")
    page["B3"], page["B3"].font = 0, Font(bold=True)
    page["B5"] = "=SUM(B3:B4)"
    book.create_sheet("附表")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kept(access, name="统计局月报", content=None, cells=CELLS):
    with scoped(access):
        return forms.keep_form(
            name,
            access=access,
            at=timezone.now(),
            content=template() if content is None else content,
            cells=cells,
        )


def act(do, access, form, **more):
    with scoped(access):
        return do(form.pk, access=access, at=timezone.now(), **more)


@pytest.mark.covers("reporting.forms.keep_form", "works", "reach")
@pytest.mark.covers("reporting.forms.fill_form", "works", "refused", "reach", "capability")
@pytest.mark.covers("reporting.forms.drop_form", "works", "refused", "reach", "capability")
def test_a_workbook_is_filled_where_it_says_and_nowhere_else(access, client, jiangxia):
    form = kept(access)
    again = kept(access, content=b"", cells=CELLS + "附表!C3 = tier-table | 江夏区 | 独角兽")

    made = act(forms.fill_form, access, form, last=LAST)
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    page, annex = book["主表"], book["附表"]
    assert (again.pk, again.version, len(again.cells)) == (form.pk, 2, 5)
    assert (page["B3"].value, page["B3"].font.bold, page["B4"].value) == (1, True, 1)
    assert (page["D9"].value, annex["C2"].value, annex["C3"].value) == ("—", 1, 0)
    assert (page["A1"].value, page["B5"].value) == ("某局统计表", "=SUM(B3:B4)")
    assert str(page.merged_cells) == "A1:C1"
    assert book.calculation.fullCalcOnLoad
    assert act(forms.fill_form, access, form, last=LAST).content == made.content
    assert Export.objects.filter(list=f"form:{form.pk}").count() == 2

    hongshan = make_access("district_staff", unit=make_unit("hongshan"))
    for do in (partial(forms.fill_form, last=LAST), forms.drop_form):
        with pytest.raises(SheetForm.DoesNotExist):
            act(do, hongshan, form)
        with pytest.raises(NotPermitted):
            act(do, make_access("handler"), form)
    client.force_login(make_user("district_lead", unit=jiangxia))
    page = client.get(f"/reports/forms/?form={form.pk}").content.decode()
    assert f"附表!C2 = {TABLE} | 合计 | srdi_sme | basis=highest" in page
    file = client.get(f"/reports/forms/{form.pk}/file/?on=2025-07-31")
    assert file.content == made.content
    upload = SimpleUploadedFile("表.xlsx", template())
    body = {"name": "另一张", "cells": f"B3 = {TABLE} | 江夏区 | 独角兽", "file": upload}
    assert client.post("/reports/forms/", {"name": "空", "cells": "B3"}).status_code == 400
    client.post("/reports/forms/", body)
    other = SheetForm.objects.get(name="另一张")
    client.post(f"/reports/forms/{other.pk}/drop/")
    assert SheetForm.objects.get() == form
    with pytest.raises(SheetForm.DoesNotExist):
        act(forms.drop_form, access, other)
    kinds = AuditEvent.objects.filter(target="reporting.sheetform").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        *("form.kept", "form.kept", "form.kept", "form.dropped")
    ]


@pytest.mark.covers("reporting.forms.keep_form", "refused", "capability")
def test_a_wrong_line_or_a_file_that_is_no_workbook_is_refused_when_it_is_kept(access):
    for words, said in (
        ({"name": " "}, "名称"),
        ({"content": b""}, "模板"),
        ({"content": b"x" * 20}, "不是 xlsx"),
        ({"content": b"x" * 2_000_001}, "不能超过"),
        ({"cells": " "}, "至少写一行"),
        ({"cells": "B3 等于什么"}, "第1行"),
        ({"cells": f"3B = {TABLE} | 江夏区 | 专精特新"}, "不是单元格"),
        ({"cells": f"别表!B3 = {TABLE} | 江夏区 | 专精特新"}, "没有工作表"),
        ({"cells": "B3 = 没有的表 | 江夏区 | 专精特新"}, "没有报表"),
        ({"cells": f"B3 = {TABLE} | 江夏区 | 没有的栏"}, "不是栏目"),
        ({"cells": f"B3 = {TABLE} | 江夏区 | 专精特新 | basis"}, "应形如"),
        ({"cells": f"B3 = {TABLE} | 江夏区 | 专精特新 | basis=x"}, "不可选"),
        ({"cells": "B3 = 梯度称号名单 | 江夏区 | 称号"}, "没有单格数字"),
        ({"cells": f"B3 = {TABLE} | 江夏区 | 独角兽\n" * 2}, "写了两次"),
    ):
        with pytest.raises(InputRefused, match=said):
            kept(access, **words)
    with pytest.raises(NotPermitted):
        kept(make_access("handler"))
    text = filled(template(), {("主表", "B3"): "=1+1", ("附表", "A1"): None})
    assert openpyxl.load_workbook(io.BytesIO(text))["主表"]["B3"].value == "=1+1"
    assert b"<f>1+1" not in text


@pytest.mark.covers("reporting.forms.keep_form", "race")
@pytest.mark.covers("reporting.forms.fill_form", "race")
@pytest.mark.covers("reporting.forms.drop_form", "race")
def test_of_two_at_once_one_form_is_kept_filled_twice_and_dropped_once(access):
    who = {"as_first": access, "as_second": access}
    how = {"access": access, "at": timezone.now()}
    keep = partial(forms.keep_form, "月报", content=template(), cells=CELLS, **how)
    assert race(keep, keep, **who) == ("done", "done")
    form = SheetForm.objects.get()
    fill = partial(forms.fill_form, form.pk, last=LAST, **how)
    assert race(fill, fill, **who) == ("done", "done")
    assert len(set(Export.objects.values_list("ordinal", flat=True))) == 2
    drop = partial(forms.drop_form, form.pk, **how)
    with pytest.raises(SheetForm.DoesNotExist):
        race(drop, drop, **who)
    assert not SheetForm.objects.exists()


def test_programs_keep_and_fill_a_workbook_as_the_page_does(client, jiangxia, access):
    client.force_login(make_user("district_staff", unit=jiangxia))
    file = SimpleUploadedFile("月报.xlsx", template())

    kept = client.post("/api/v1/sheet-forms/", {"name": "月报", "file": file, "cells": CELLS})
    address = f"/api/v1/sheet-forms/{kept.json()['id']}/"
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}file/?on={LAST}").content))
    client.force_login(make_user("district_staff", unit=make_unit("hongshan")))
    unseen = client.get(address).status_code
    client.force_login(make_user("district_staff", unit=jiangxia))

    assert (kept.status_code, len(kept.json()["cells"])) == (201, 4)
    assert book["主表"]["B3"].value == 1
    assert unseen == 404
    assert client.get(f"{address}file/?on=never").status_code == 400
    assert client.delete(address).status_code == 204
