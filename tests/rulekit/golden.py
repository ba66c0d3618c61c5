"""Every line of every rule set at its threshold, just below and just above it: written by hand from
the documents' own tables, never from the compiler.

A case is the facts that one line looks at, and what the line says of them: a result, or points
(OPEN: they cannot be told).
"""

from typing import Any, Final

Case = tuple[dict[str, Any], Any]
Cases = dict[str, list[Case]]
OPEN: Final = "open"
MET, UNMET, UNKNOWN, MANUAL, EXEMPT = "met", "unmet", "unknown", "manual_review", "exempt"


def last(**values: Any) -> dict[str, Any]:
    """Facts of last year."""
    return {name: {"Y-1": value} for name, value in values.items()}


def two(name: str, before: Any, lately: Any) -> dict[str, Any]:
    return {name: {"Y-2": before, "Y-1": lately}}


def three(name: str, first: Any, before: Any, lately: Any) -> dict[str, Any]:
    return {name: {"Y-3": first, "Y-2": before, "Y-1": lately}}


def asked(name: str, *, good: Any, bad: Any) -> list[Case]:
    """A plain fact: good, bad, unknown."""
    return [({name: good}, MET), ({name: bad}, UNMET), ({}, UNKNOWN)]


def judgement(name: str) -> list[Case]:
    return [({name: True}, MET), ({name: False}, UNMET), ({}, MANUAL)]


def clean(*names: str) -> list[Case]:
    """Nothing of the kind: each spoils it alone, and each unknown leaves it open."""
    blank: dict[str, Any] = {name: False if name in FLAGS else 0 for name in names}
    cases: list[Case] = [(blank, MET)]
    for name in names:
        spoilt = True if name in FLAGS else 1
        others = {other: value for other, value in blank.items() if other != name}
        cases += [(blank | {name: spoilt}, UNMET), (others, UNKNOWN), ({name: spoilt}, UNMET)]
    return cases


FLAGS: Final = frozenset({"on_abnormal_list", "on_dishonest_list", "prohibited_industry"})
LISTS: Final = clean("on_abnormal_list", "on_dishonest_list")
SME: Final[list[Case]] = [
    *(
        ({"residency_mainland": True, **last(size_class=size)}, MET)
        for size in ("micro", "small", "medium")
    ),
    ({"residency_mainland": True, **last(size_class="large")}, UNMET),
    ({"residency_mainland": False, **last(size_class="small")}, UNMET),
    ({"residency_mainland": False}, UNMET),
    ({"residency_mainland": True}, UNKNOWN),
    ({"residency_mainland": True, "size_class": {"Y-2": "small"}}, UNKNOWN),
    (last(size_class="small"), UNKNOWN),
]


def share(part: str, whole: str, *, at: int, met: Any = MET, unmet: Any = UNMET) -> list[Case]:
    """At least `at` per cent of last year's whole."""
    return [
        (last(**{part: at * 10, whole: 1000}), met),
        (last(**{part: at * 10 - 0.01, whole: 1000}), unmet),
        (last(**{part: at * 10 + 0.01, whole: 1000}), met),
        (last(**{part: at * 10}), UNKNOWN if met == MET else OPEN),
        (last(**{part: at * 10, whole: 0}), UNKNOWN if met == MET else OPEN),
    ]


def each_share(*, at: int) -> list[Case]:
    """R&D over revenue in each of the two years before."""

    def cases(before: Any, lately: Any) -> dict[str, Any]:
        return {**two("rd_expense", before, lately), **two("revenue", 1000, 1000)}

    line = at * 10
    return [
        (cases(line, line), MET),
        (cases(line - 0.01, line), UNMET),
        (cases(line, line - 0.01), UNMET),
        (cases(None, line), UNKNOWN),
        (cases(None, line - 0.01), UNMET),
        ({**two("rd_expense", line, line), **last(revenue=1000)}, UNKNOWN),
    ]


def bands(name: str, *lines: tuple[Any, int], rest: Any, yearly: bool) -> list[Case]:
    """Points at each line; `rest` is a value below them all."""

    def facts(value: Any) -> dict[str, Any]:
        return last(**{name: value}) if yearly else {name: value}

    return [*((facts(value), points) for value, points in lines), (facts(rest), 0), ({}, OPEN)]


def share_bands(part: str, whole: str, *lines: tuple[int, int]) -> list[Case]:
    """Points from each per cent on, and those of the next band a cent below."""
    lower = [*(points for _, points in lines[1:]), 0]
    cases: list[Case] = [(last(**{part: 100}), OPEN), (last(**{whole: 100}), OPEN)]
    for (at, points), less in zip(lines, lower, strict=True):
        cases.append((last(**{part: at * 100, whole: 10000}), points))
        cases.append((last(**{part: at * 100 - 0.01, whole: 10000}), less))
        cases.append((last(**{part: at * 100 + 0.01, whole: 10000}), points))
    return cases


def debt_bands(*lines: tuple[int, int]) -> list[Case]:
    """Debt over assets: points up to each per cent, and those of the next band a cent above."""
    higher = [*(points for _, points in lines[1:]), 0]
    cases: list[Case] = [(last(total_liabilities=100), OPEN)]
    for (at, points), more in zip(lines, higher, strict=True):
        cases.append((last(total_liabilities=at * 100, total_assets=10000), points))
        cases.append((last(total_liabilities=at * 100 - 0.01, total_assets=10000), points))
        cases.append((last(total_liabilities=at * 100 + 0.01, total_assets=10000), more))
    return cases


def debt(*, at: int) -> list[Case]:
    return [
        (last(total_liabilities=at * 10, total_assets=1000), MET),
        (last(total_liabilities=at * 10 - 0.01, total_assets=1000), MET),
        (last(total_liabilities=at * 10 + 0.01, total_assets=1000), UNMET),
        (last(total_liabilities=10), UNKNOWN),
        (last(total_liabilities=10, total_assets=0), UNKNOWN),
    ]


def intellectual_property(best: int, own: int, any_first: int, second: int) -> list[Case]:
    """The best class counts; one that is not known leaves open what it might have been."""
    none = {"ip_class1_high_value": 0, "ip_class1_own": 0, "ip_class1": 0, "ip_class2": 0}
    return [
        (none, 0),
        (none | {"ip_class1_high_value": 1}, best),
        (none | {"ip_class1_own": 1, "ip_class1": 1}, own),
        (none | {"ip_class1": 1}, any_first),
        (none | {"ip_class2": 1}, second),
        ({"ip_class1_high_value": 1}, best),
        ({"ip_class1_own": 1}, OPEN),
    ]
