"""Every operation × every role with invented words: `make fuzz` (FUZZ_EXAMPLES=20 of each).

FUZZ_EVERY=30 asks every thirtieth operation, for a look in passing.
"""

import os
from typing import Final

import pytest

from tests.walls.conftest import WALKING, City
from tests.walls.fuzzing import EXAMPLES, faults, operations, secret_of

EVERY: Final = int(os.environ.get("FUZZ_EVERY", "1"))


@pytest.mark.parametrize("role", WALKING)
def test_nothing_breaks_and_every_answer_is_as_the_document_says(
    at_the_doors: City, role: str
) -> None:
    secret = secret_of(at_the_doors, role)

    asked, found = 0, []
    for number, operation in enumerate(operations()):
        if number % EVERY:
            continue
        asked += 1
        for fault in faults(operation, secret, EXAMPLES):
            print(fault, flush=True)
            found.append(fault)

    print(f"{role}: {asked} operations, {EXAMPLES} examples each, {len(found)} faults", flush=True)
    assert found == []
