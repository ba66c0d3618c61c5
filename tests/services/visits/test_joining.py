"""Visits follow when two rows of the register are found to be one, and come back."""

import pytest

from enterprises.actions import merges
from services.models import Visit
from tests.factories.visits import make_visit
from tests.services.visits.conftest import NOON, Neighbourhood
from wuhan_smes.scope import scoped


@pytest.mark.parametrize("same_day", [True, False])
def test_visits_of_both_rows_stand_together_and_come_apart_again(
    town: Neighbourhood, same_day: bool
) -> None:
    into, gone = town.enterprise(), town.enterprise()
    kept, moved = make_visit(into, town.station), make_visit(gone, town.station)
    if not same_day:
        Visit.objects.filter(pk=moved.pk).update(visited_at="2026-02-02T02:00Z")

    with scoped(town.city):
        merge = merges.merge(gone.pk, access=town.city, at=NOON, into_id=into.pk, reason="同一主体")
        together = set(Visit.objects.filter(enterprise=into))
        merges.undo(merge.pk, access=town.city, at=NOON, reason="弄错了")

    assert together == {kept, moved}
    moved.refresh_from_db()
    assert (moved.enterprise, moved.again_reason, moved.jurisdiction) == (gone, "", town.here)
