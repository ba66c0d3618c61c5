"""The unified social credit code 统一社会信用代码 (GB 32100—2015): both check digits, own words.

Positions are counted from 1, as a clerk counts them on paper.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Final

from enterprises.rules.folding import folded, without_spaces
from enterprises.rules.uscc_registry import AUTHORITIES
from wuhan_smes.errors import Fault, InputRefused

LENGTH: Final = 18
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALUE: Final = {char: value for value, char in enumerate(ALPHABET)}
BASE_36: Final = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
LIKELY: Final = {"O": "0", "I": "1", "S": "5", "V": "U", "Z": "2"}
SHAPE: Final = re.compile(
    rf"[{''.join(AUTHORITIES)}]\d{{7}}[{ALPHABET}]{{8}}[\dX][{ALPHABET}]", re.ASCII
)
SPREADSHEET_NUMBER: Final = re.compile(r"\d(\.\d+)?E\+?\d+")


@dataclass(frozen=True, slots=True)
class UsccFault:
    """One thing wrong: where (0 for the code as a whole), what stands there, and a sentence."""

    position: int
    found: str
    detail: str


def normalise_uscc(text: str) -> str:
    """The code as printed on a licence: half width, upper case, no spaces, hyphens, zero width."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = without_spaces(folded(text)).upper()
    return "".join(c for c in plain if unicodedata.category(c) != "Pd" and c != "−")


def organisation_check(body: str) -> str:
    """Position 17 for the eight characters of positions 9–16 (GB 11714)."""
    total = _weighted(ORGANISATION_WEIGHTS, BASE_36, body)
    return "0123456789X0"[11 - total % 11]


def final_check(first_17: str) -> str:
    """Position 18 for the seventeen characters before it."""
    total = _weighted(WEIGHTS, VALUE, first_17)
    return ALPHABET[-total % 31]


def uscc_faults(text: str) -> tuple[UsccFault, ...]:
    """Everything wrong with a code, after folding; empty when it may be stored."""
    code = normalise_uscc(text)
    if SHAPE.fullmatch(code):
        sound = organisation_check(code[8:16]) == code[16] and final_check(code[:17]) == code[17]
        return () if sound else tuple(_wrong_checks(code))
    if fault := _wrong_shape(code):
        return (fault,)
    return tuple(_wrong_characters(code)) or tuple(_wrong_checks(code))


def require_uscc(text: str, *, field: str = "uscc") -> str:
    """The normalised code; refuses a wrong one, naming each wrong position."""
    faults = uscc_faults(text)
    if faults:
        raise InputRefused(*(Fault(field, "uscc_invalid", fault.detail) for fault in faults))
    return normalise_uscc(text)


def make_uscc(prefix: str, serial: int) -> str:
    """A code with right check digits: `prefix`, then `serial` in base 31 up to position 16.

    `make_uscc("91420100MAXX", n)` is the look reserved for invented enterprises.
    """
    digits, rest = "", serial
    for _ in range(LENGTH - 2 - len(prefix)):
        rest, value = divmod(rest, len(ALPHABET))
        digits = ALPHABET[value] + digits
    if rest:
        raise ValueError(f"serial {serial} does not fit behind {prefix}")
    body = prefix + digits
    first_17 = body + organisation_check(body[8:])
    return first_17 + final_check(first_17)


def _weighted(weights: Sequence[int], value: Mapping[str, int], text: str) -> int:
    if len(weights) != len(text):
        raise ValueError(f"{len(text)} characters where {len(weights)} belong")
    return sum(map(mul, weights, map(value.__getitem__, text)))


def _wrong_shape(code: str) -> UsccFault | None:
    if not code:
        return UsccFault(0, "", "请填写统一社会信用代码")
    if SPREADSHEET_NUMBER.fullmatch(code):
        return UsccFault(
            0, code, f"“{code}”是电子表格的数字格式，已丢失位数，请把该列设为文本后重新填写"
        )
    if len(code) != LENGTH:
        return UsccFault(0, code, f"统一社会信用代码应为18位，现为{len(code)}位")
    return None


def _wrong_characters(code: str) -> Iterator[UsccFault]:
    for position, char in enumerate(code, start=1):
        if char not in VALUE:
            yield UsccFault(position, char, f"第{position}位“{char}”{_outside(char)}")
        elif position == 1 and char not in AUTHORITIES:
            known = "、".join(AUTHORITIES)
            yield UsccFault(1, char, f"第1位“{char}”不是登记管理部门代码，应为{known}之一")
        elif position == 2 and not char.isdecimal():
            yield UsccFault(2, char, f"第2位“{char}”应为数字（机构类别）")
        elif 3 <= position <= 8 and not char.isdecimal():
            yield UsccFault(
                position, char, f"第{position}位“{char}”应为数字（第3至8位为登记地区划代码）"
            )
        elif position == 17 and not (char.isdecimal() or char == "X"):
            yield UsccFault(17, char, f"第17位“{char}”应为数字或X（组织机构代码校验位）")


def _outside(char: str) -> str:
    hint = f"，是否应为“{LIKELY[char]}”" if char in LIKELY else ""
    return f"不在代码字符集内（只用数字和除 I、O、S、V、Z 外的大写字母）{hint}"


def _wrong_checks(code: str) -> Iterator[UsccFault]:
    expected_17, expected_18 = organisation_check(code[8:16]), final_check(code[:17])
    hint = _hint(code) if (expected_17, expected_18) != (code[16], code[17]) else ""
    if code[16] != expected_17:
        yield UsccFault(
            17,
            code[16],
            f"第17位校验不符：按第9至16位应为“{expected_17}”，现为“{code[16]}”{hint}",
        )
    if code[17] != expected_18:
        yield UsccFault(
            18,
            code[17],
            f"第18位校验不符：按前17位应为“{expected_18}”，现为“{code[17]}”{hint}",
        )


def _hint(code: str) -> str:
    """What probably happened, where that can be told."""
    if code.isdecimal() and code.endswith("000"):
        return "；末三位为 000，可能被电子表格截断"
    swapped = [
        place
        for place in range(1, LENGTH)
        if _holds(code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :])
    ]
    if len(swapped) == 1:
        return f"；第{swapped[0]}、{swapped[0] + 1}位可能颠倒"
    return ""


def _holds(code: str) -> bool:
    return (
        not any(_wrong_characters(code))
        and organisation_check(code[8:16]) == code[16]
        and final_check(code[:17]) == code[17]
    )
