"""How the tests are dealt to the processes that run them."""

from types import SimpleNamespace

import pytest

from tests.controller import LONG, dealt


def named(*names: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(nodeid=name) for name in names]


@pytest.mark.parametrize("hands", [1, 2, 3, 5])
def test_no_test_is_lost_or_run_twice(hands):
    items = named(*(f"tests/a/test_{n}.py" for n in range(40)), *(f"{name}.py" for name in LONG))
    assert sorted(map(id, dealt(items, hands))) == sorted(map(id, items))


def test_what_takes_longest_lies_on_top_of_each_hand():
    items = named(*(f"tests/a/test_{n}.py" for n in range(27)), *(f"{name}.py" for name in LONG))
    order = [item.nodeid for item in dealt(items, 3)]
    assert [order[0], order[10], order[20]] == [f"{name}.py" for name in LONG]
