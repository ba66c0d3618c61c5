"""How columns are described by their models, and which of them can hold no formula."""

import pytest
from django.db.models import CharField, CheckConstraint, Model, Q

from enterprises.models import Contact, Enterprise, Industry, MoveRequest
from wuhan_smes.accounts.models import Agency, Jurisdiction
from wuhan_smes.reporting.lists import columns_of


def kinds(model, *fields):
    return {column.label: column.kind for column in columns_of(model, *fields)}


def test_a_column_is_described_by_its_model():
    described = kinds(Enterprise, "name", "status", "established_on", "updated_at", "version")

    assert described == {
        "企业名称": "text",
        "状态": "word",
        "成立日期": "date",
        "更新时间": "word",
        "版本": "count",
    }


def test_a_code_the_database_keeps_to_letters_and_digits_needs_no_guard():
    assert kinds(Enterprise, "uscc") == {"统一社会信用代码": "word"}
    assert kinds(Industry, "code") == {"代码": "word"}
    assert kinds(Jurisdiction, "statutory_code") == {"行政区划代码": "word"}


def test_a_code_nobody_keeps_to_them_is_guarded():
    assert kinds(Enterprise, "statutory_code") == {"注册地区划代码": "text"}
    assert kinds(MoveRequest, "uscc") == {"统一社会信用代码": "text"}
    assert kinds(Agency, "code") == {"代码": "text"}


@pytest.mark.parametrize(
    "condition",
    [
        ~Q(code__regex=r"^[0-9]{6}$"),
        Q(code__regex=r"^[0-9]{6}$") | Q(kind="free"),
        Q(code__regex=r"^[=0-9]{6}$"),
        Q(code__regex=r"^[^0-9]{6}$"),
        Q(code__regex=r"[0-9]{6}$"),
        Q(code__iregex=r"^[0-9]{6}$"),
    ],
)
def test_a_condition_that_lets_other_texts_through_is_no_proof(condition):
    class Loose(Model):
        """Only described."""

        code = CharField("代码", max_length=6)
        kind = CharField("类别", max_length=6)

        class Meta:
            app_label = "tests"
            managed = False
            constraints = [CheckConstraint(condition=condition, name="loose_code")]

        def __str__(self) -> str:
            return self.code

    try:
        assert kinds(Loose, "code") == {"代码": "text"}
    finally:
        from django.apps import apps  # noqa: PLC0415 - the model is of this test alone

        apps.all_models["tests"].clear()


def test_a_row_is_no_value():
    with pytest.raises(TypeError):
        columns_of(Contact, "enterprise")
