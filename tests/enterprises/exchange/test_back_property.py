"""Any facts, then any list, then back: the register says what it said before; twice is once."""

from collections.abc import Sequence
from typing import Any, Final

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from enterprises.exchange.indicators import ANNUAL_LISTS, MONTHLY_LISTS
from enterprises.exchange.places import PLACES
from enterprises.exchange.renames import RENAMES
from enterprises.exchange.scale import SCALES
from enterprises.models import Enterprise
from tests.enterprises.exchange.lists import known_of
from tests.enterprises.exchange.staged import context, rows
from tests.factories.accounts import make_access, make_unit
from tests.factories.enterprises import make_enterprise, make_place
from wuhan_smes.access import Access
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.scope import scoped

DAYS: Final = ("2021-03-01", "2023-01-01", "2023-01-02", "2024-07-01", "2026-03-03")
FACTS: Final[dict[str, Any]] = {
    "renames": RENAMES,
    "places": PLACES,
    "scale_status": SCALES,
    "annual_indicators": ANNUAL_LISTS,
    "monthly_indicators": MONTHLY_LISTS,
}


def values_of(kind: str, day: str, n: int) -> dict[str, Any]:
    """What a row of the kind says for a day, in one of a few ways."""
    if kind == "renames":
        return {"new_name": f"示例更名{n}有限公司", "renamed_on": day}
    if kind == "places":
        place: dict[str, Any] = {"address": f"光谷大道 {n} 号"} if n else {"street": "测试街道"}
        return {**place, "placed_on": day}
    if kind == "scale_status":
        stage = ("pool", "entered", "stayed", "left")[n]
        said = {"scale_kind": ("industrial", "trade")[n % 2], "scale_stage": stage}
        return {**said, "scale_on": day, "confirmed_by": "市统计局"}
    figures: dict[str, Any] = {"revenue": f"{n}00.00"} if n % 2 else {"employees": n}
    if kind == "annual_indicators":
        return {**figures, "year": int(day[:4])}
    return {**figures, "period": day[:7], "basis": "current"}


row = st.tuples(st.integers(0, 1), st.sampled_from(DAYS), st.integers(0, 3))
lists = st.lists(row, min_size=1, max_size=6)


@pytest.fixture
def town(db: None) -> tuple[Access, tuple[Enterprise, Enterprise]]:
    unit = make_unit()
    make_place("street", unit=unit, name="测试街道")
    return make_access("district_staff", unit=unit), (
        make_enterprise(unit=unit),
        make_enterprise(unit=unit),
    )


def applied(kind: str, told: Sequence[Any], pair: Sequence[Enterprise], access: Access) -> Any:
    """The traces of a list as the engine applies it: what can be used, a matter once."""
    given_rows = rows(*({**values_of(kind, day, n), "of": pair[who]} for who, day, n in told))
    ctx = context(access, 0)
    usable, seen = [], set()
    for it, decision in zip(given_rows, FACTS[kind].decide(given_rows, ctx), strict=True):
        matter = (it.subject_id, decision.thread)
        if decision.verdict in {Verdict.NEW, Verdict.CHANGED} and matter not in seen:
            usable.append(it)
        seen.add(matter)
    return usable, list(FACTS[kind].apply(usable, ctx))


@pytest.mark.parametrize("kind", FACTS)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.generate],
)
@given(before=lists, told=lists)
def test_a_list_taken_back_leaves_what_was_known(
    kind: str, town: Any, before: list[Any], told: list[Any]
) -> None:
    access, pair = town
    with transaction.atomic():
        with scoped(access):
            applied(kind, before, pair, access)
        was = known_of(*pair)
        with scoped(access):
            usable, traces = applied(kind, told, pair, access)
            again = list(FACTS[kind].apply(usable, context(access, 0)))
            touched = FACTS[kind].touched(traces)
            FACTS[kind].undo(list(reversed(traces)), context(access, 0))

        assert bool(traces) == bool(usable)
        assert touched == {}
        assert again == [], "a list twice is once"
        assert known_of(*pair) == was
        transaction.set_rollback(True)
