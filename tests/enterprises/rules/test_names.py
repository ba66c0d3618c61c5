import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.rules.names import (
    bigrams,
    clean_name,
    is_searchable,
    normalise_name,
    pinyin_initials,
)
from tests.data import vectors


@pytest.mark.parametrize("case", vectors("name_normalise"), ids=lambda case: case["b"])
def test_spellings_of_one_name_share_a_key(case):
    assert (normalise_name(case["a"]) == normalise_name(case["b"])) is case["same"]


def test_another_company_form_is_another_name():
    assert normalise_name("武汉示例有限公司") != normalise_name("武汉示例股份有限公司")


@given(st.text("武汉示例光电（）()[]【】〔〕 \n\u3000\u200b\ufeffＡａA·•-—.3３"))
def test_folding_a_folded_name_changes_nothing(text):
    assert clean_name(clean_name(text)) == clean_name(text)
    assert normalise_name(clean_name(text)) == normalise_name(text)


def test_a_printed_name_has_full_width_brackets_and_no_stray_spaces():
    assert clean_name("武汉 示例\n光电(集团) 有限公司\u200b") == "武汉示例光电（集团）有限公司"
    assert clean_name(" Example  Optics (Wuhan) Ltd ") == "Example Optics (Wuhan) Ltd"


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("武汉示例光电有限公司", "whslgdyxgs"),
        ("武汉示例3D打印（集团）有限公司", "whsl3ddyjtyxgs"),
        ("重庆示例长江银行", "cqslcjyh"),
        ("", ""),
    ],
)
def test_initials_are_read_as_people_say_the_name(name, initials):
    assert pinyin_initials(name) == initials


def test_search_pairs_are_those_of_the_index():
    assert bigrams("长江光电") == {"长江", "江光", "光电"}
    assert bigrams("长") == {"长"}


@pytest.mark.parametrize(("text", "enough"), [("长江", True), ("长 ", False), ("", False)])
def test_a_search_takes_two_characters(text, enough):
    assert is_searchable(text) is enough
