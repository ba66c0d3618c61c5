"""Whoever knows the seed and the list draws the same, in any order and on any machine."""

import pytest

from enterprises.rules.drawing import drawn, fingerprint, inspectors_of, place, require_drawable
from wuhan_smes.errors import InputRefused

SEED = "2026131-07142128"
CODES = ["91420100MAXX000015", "91420100MAXX000023", "91420100MAXX000031"]
# printf '%s\n%s' SEED CODE | sha256sum
PLACES = [
    "cd9140cd0519b36bb303196407d4f39107a519a7fa20c276d460e859e0f17463",
    "f623bd0bf7dec5af5ec03d17168c31ed6de3f2c2550bb8f528c914e525019df0",
    "9c3370e8b4e5f35130a052449862eab09a157fbb247fd041f03c49d7dcacf68d",
]


def test_places_are_those_a_shell_computes() -> None:
    assert [place(SEED, code) for code in CODES] == PLACES
    assert fingerprint(CODES) == "21f7ddcf408b1da123a69ee53d41423c7d3cdba6bcabf566ece211cc4166c19e"


def test_the_lowest_places_are_drawn_whatever_the_order_of_the_list() -> None:
    expected = [CODES[2], CODES[0]]

    assert drawn(SEED, CODES, 2) == expected
    assert drawn(SEED, [*reversed(CODES), CODES[1]], 2) == expected
    assert fingerprint(reversed(CODES)) == fingerprint(CODES)


def test_inspectors_are_drawn_for_each_enterprise_anew() -> None:
    assert inspectors_of(SEED, CODES[0], ["丙", "乙", "甲"], 2) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("seed", "count", "inspectors", "each", "sentence"),
    [
        ("12345", 1, ["甲"], 1, "至少 6 个字符"),
        ("123456", 0, ["甲"], 1, "至少抽取 1 家"),
        ("123456", 1, ["甲", "甲"], 1, "名单有重复"),
        ("123456", 1, ["甲"], 2, "不足 2 名"),
    ],
)
def test_a_draw_that_proves_nothing_is_refused(
    seed: str, count: int, inspectors: list[str], each: int, sentence: str
) -> None:
    with pytest.raises(InputRefused, match=sentence):
        require_drawable(seed, count, inspectors, each)
