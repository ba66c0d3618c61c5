import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enterprises.rules import uscc_registry
from enterprises.rules.uscc import (
    ALPHABET,
    final_check,
    make_uscc,
    normalise_uscc,
    organisation_check,
    require_uscc,
    uscc_faults,
)
from tests.data import vectors
from wuhan_smes.errors import InputRefused

USCC = vectors("uscc")
GOOD = "91420100MAXX00023Q"

codes = st.builds(
    make_uscc,
    st.sampled_from(["91420100MAXX", "93420111MF", "52420100MJ", "12100000", "N2420100MF"]),
    st.integers(0, len(ALPHABET) ** 4 - 1),
)


@pytest.mark.parametrize("case", USCC["valid"], ids=lambda case: case["code"])
def test_valid_codes_of_every_authority_are_accepted(case):
    assert uscc_faults(case["code"]) == ()


@pytest.mark.parametrize("case", USCC["invalid"], ids=lambda case: case["why"])
def test_invalid_codes_are_refused(case):
    with pytest.raises(InputRefused):
        require_uscc(case["code"])


@pytest.mark.parametrize("case", USCC["normalise"], ids=lambda case: case["code"])
def test_width_case_spaces_and_hyphens_are_folded(case):
    assert require_uscc(case["raw"]) == case["code"]


@pytest.mark.parametrize(
    "raw",
    [
        "91420100\u200bMAXX00023Q",
        "\ufeff91420100MAXX00023Q",
        "9142\u00a00100\u3000MAXX\u201000023q",
    ],
)
def test_zero_width_characters_and_unusual_spaces_are_folded(raw):
    assert normalise_uscc(raw) == GOOD


@pytest.mark.parametrize("case", USCC["worked"], ids=lambda case: case["code"])
def test_both_check_digits_follow_the_worked_examples(case):
    code = case["code"]

    assert organisation_check(code[8:16]) == case["check17"]
    assert final_check(code[:17]) == case["check18"]


@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_caught(code, place, char):
    assume(code[place] != char)

    assert uscc_faults(code[:place] + char + code[place + 1 :])


@given(codes, st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(code, place):
    assume(code[place] != code[place + 1])

    assert uscc_faults(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@given(codes)
def test_every_made_code_is_valid(code):
    assert uscc_faults(code) == ()


@given(st.text(max_size=30))
def test_any_text_is_either_accepted_or_explained(text):
    faults = uscc_faults(text)

    assert all(fault.detail for fault in faults)
    assert faults or len(normalise_uscc(text)) == 18


@pytest.mark.parametrize(
    ("code", "position", "words"),
    [
        ("914201006164003520", 18, "第18位校验不符：按前17位应为“X”，现为“0”"),
        ("91420100MAXX000161", 17, "第17位校验不符：按第9至16位应为“5”，现为“6”"),
        ("91420100I16400352X", 9, "第9位“I”不在代码字符集内"),
        ("9142O100MAXX00023Q", 5, "是否应为“0”"),
        ("B1420100MAXX00023Q", 1, "第1位“B”不是登记管理部门代码"),
        ("9142A100MAXX00023Q", 5, "第5位“A”应为数字"),
        ("91420100MAXX000A3Q", 17, "第17位校验不符"),
        ("91420100MAXX0002AQ", 17, "第17位“A”应为数字或X"),
        ("9142010061640035200", 0, "应为18位，现为19位"),
        ("9.14403E+17", 0, "电子表格的数字格式"),
        ("914403001922038000", 17, "可能被电子表格截断"),
        ("", 0, "请填写"),
    ],
)
def test_the_refusal_names_the_position_and_what_was_expected(code, position, words):
    fault = uscc_faults(code)[0]

    assert fault.position == position
    assert words in fault.detail


def test_swapped_neighbours_are_pointed_out_where_they_are_certain():
    assert "第15、16位可能颠倒" in uscc_faults("91420100MAXX00203Q")[0].detail


def test_serials_count_in_the_alphabet_of_the_code():
    assert make_uscc("91420100MAXX", 2) == GOOD
    assert make_uscc("91420100MAXX", 3) == "91420100MAXX00031K"


def test_a_serial_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        make_uscc("91420100MAXX", len(ALPHABET) ** 4)


def test_the_first_two_characters_say_who_registered_what():
    assert (uscc_registry.authority(GOOD), uscc_registry.category(GOOD)) == ("市场监管", "企业")
    assert uscc_registry.category("12100000707137123P") == "事业单位"
    assert uscc_registry.category("Y1") == "其他"


def test_the_region_warns_but_a_city_wide_code_does_not():
    code = make_uscc("91420111MAXX", 7)

    assert uscc_registry.region_warning(code, "420111") == ""
    assert uscc_registry.region_warning(GOOD, "420111") == ""
    assert "420111" in uscc_registry.region_warning(code, "420115")
