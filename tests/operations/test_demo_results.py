"""The invented city counts what the reply reports: each figure from records, on its own day."""

import pytest

from enterprises.models import ReportedFigure
from enterprises.queries.comparisons import comparisons
from measures.choices import DutyLight
from measures.models import Commitment, PublicEvent, kinds
from measures.queries.duties import lines
from measures.rules import duties as rules
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_enterprise
from wuhan_smes.access import Reach
from wuhan_smes.operations.demo import promises_kept, results
from wuhan_smes.operations.demo.plans import DEFAULT_SIZE
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.scope import bootstrap_scope

pytestmark = pytest.mark.django_db
CITY = Reach(everywhere=True)


def test_every_recorded_figure_of_the_reply_is_counted_exactly_and_goes_again() -> None:
    for unit in ("jiangxia", "huangpi"):
        make_enterprise(unit=make_unit(unit))
    with bootstrap_scope():
        results.settle(size=DEFAULT_SIZE)
        recorded = ReportedFigure.objects.filter(counterpart="recorded").order_by("pk")
        found = comparisons(recorded, reach=CITY)

        assert len(found) == 31
        assert [line.figure.code for line in found if line.difference != 0] == []
        assert all(model.objects.exists() for model in kinds().values())
        results.clear()
        assert not PublicEvent.objects.exists()


def test_the_last_quarter_of_the_city_has_every_light() -> None:
    with bootstrap_scope():
        promises_kept.settle()
        quarter = rules.last_ended(TODAY)
        rows = Commitment.objects.for_list()
        told = lines(rows, quarter=quarter, today=TODAY, reach=CITY)

        assert {line.light for line in told} == {
            DutyLight.RED,
            DutyLight.AMBER,
            DutyLight.GREEN,
        }
        promises_kept.clear()
        assert not Commitment.objects.exclude(starts_on=None).exists()
