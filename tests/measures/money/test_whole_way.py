"""One line from what was found to the money in the bank, and back."""

import pytest

from tests.factories.money import Office, state_of

pytestmark = pytest.mark.django_db


def test_money_goes_the_whole_way():
    office = Office()
    line = office.line()

    office.paid([line])

    assert state_of(line) == "settled"
