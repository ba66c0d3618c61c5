"""Whatever a list says: taken twice it changes nothing more, taken back it leaves no trace in the
counts of any day.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enterprises.queries.tier_counts import tier_counts
from tests.enterprises.exchange.staged import apply, context, decide, rows, undo
from tests.enterprises.titles.conftest import Town, build_town
from wuhan_smes.access import Reach
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.kinds import Context, Kind, kinds
from wuhan_smes.scope import scoped

DAYS = [date(2023, 1, 1) + timedelta(days=200 * n) for n in range(10)]
WRITTEN = (Verdict.NEW, Verdict.CHANGED)
ROW = st.fixed_dictionaries(
    {
        "firm": st.integers(0, 3),
        "tier": st.sampled_from(["tech_sme", "innovative_sme", "srdi_sme", "gazelle"]),
        "outcome": st.sampled_from(["given", "given", "passed", "failed", "absent"]),
        "valid_from": st.sampled_from(["2023-06-01", "2024-06-01", "2025-06-01"]),
        "document_no": st.sampled_from(["", "示例〔2025〕1号", "示例〔2025〕2号"]),
        "announced_on": st.sampled_from(["2024-05-01", "2025-05-01"]),
        "settled": st.booleans(),
    }
)


def counted(town: Town) -> list[Any]:
    reach = Reach(frozenset({town.unit.pk}))
    with scoped(town.city):
        return [tier_counts(reach, on=day) for day in DAYS]


def usable(kind: Kind, listed: list[dict[str, Any]], ctx: Context) -> list[dict[str, Any]]:
    """The rows an application would write, as the engine picks them."""
    return [
        values
        for values, it in zip(listed, decide(kind, rows(*listed), ctx), strict=True)
        if it.verdict in WRITTEN or (it.verdict == Verdict.CONFLICT and values.get("chosen"))
    ]


@pytest.mark.django_db
@settings(deadline=None, max_examples=40)
@given(st.lists(ROW, max_size=12), st.lists(ROW, max_size=6))
def test_a_list_taken_back_leaves_every_count_as_it_was(
    first: list[dict[str, Any]], then: list[dict[str, Any]]
) -> None:
    kind, town = kinds.get("recognitions"), build_town()
    firms = [town.enterprise() for _ in range(4)]
    ctx = context(town.keeper, town.unit.pk)

    def listed(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
        seen: dict[tuple[int, str], dict[str, Any]] = {}
        for it in drawn:  # the engine refuses the same matter of one enterprise twice in a file
            plain = {k: v for k, v in it.items() if k not in {"firm", "settled"}}
            chosen = "file" if it["settled"] else ""
            seen.setdefault(
                (it["firm"], it["tier"]), {**plain, "of": firms[it["firm"]], "chosen": chosen}
            )
        return list(seen.values())

    apply(kind, rows(*usable(kind, listed(first), ctx)), ctx)
    before = counted(town)
    taken = usable(kind, listed(then), ctx)
    traces = apply(kind, rows(*taken), ctx)

    again = [it.verdict for it in decide(kind, rows(*taken), ctx)]
    assert set(again) <= {Verdict.UNCHANGED}
    assert apply(kind, rows(*taken), ctx) == []
    undo(kind, traces, ctx)
    assert counted(town) == before
