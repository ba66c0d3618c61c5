import pytest

from enterprises.models import Enterprise
from tests.enterprises.assessment.worlds import make_candidate
from tests.factories.accounts import make_unit


@pytest.fixture
def candidate(db: None) -> Enterprise:
    """Every line of the standard of 2026 exactly at its threshold."""
    return make_candidate(make_unit("jiangxia"))
