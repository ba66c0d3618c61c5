import time

import pytest

from tests.exchange.aliases import ALIASES
from tests.exchange.owners import OWNERS
from tests.factories.accounts import make_access
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.exchange.kinds import kinds


@pytest.fixture(autouse=True)
def known_for_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine knows the kinds made for testing it and rings at no broker; a few rows are worked
    on as thousands are.
    """
    monkeypatch.setitem(kinds._kinds, ALIASES.name, ALIASES)
    monkeypatch.setitem(kinds._kinds, OWNERS.name, OWNERS)
    monkeypatch.setattr("wuhan_smes.jobs.doorbell._silent_until", time.monotonic() + 3600)
    monkeypatch.setattr("wuhan_smes.alongside.AT_ONCE", 2)


@pytest.fixture
def clerk(transactional_db: None) -> Access:
    """Staff of one district."""
    return make_access("district_staff", unit=Jurisdiction.objects.get(code="jiangxia"))


@pytest.fixture
def neighbour(transactional_db: None) -> Access:
    """Staff of another district."""
    return make_access("district_staff", unit=Jurisdiction.objects.get(code="hanyang"))


@pytest.fixture
def bureau(transactional_db: None) -> Access:
    return make_access("bureau_staff")
