"""The invented ways to a tier are ways people could have gone."""

from enterprises.choices import CultivationMove, CultivationStage
from enterprises.rules.cultivation import FLOW, STEPS
from wuhan_smes.operations.demo.daily.ways import ARRIVED, PATHS


def test_every_invented_way_follows_the_table() -> None:
    for path in (ARRIVED, *(steps for _, steps in PATHS)):
        stage = CultivationStage.SEEDLING
        for move, after in path:
            assert FLOW[move, stage] == after
            stage = after

    assert (CultivationMove.PUT_IN, "", CultivationStage.SEEDLING) in STEPS
    assert sum(share for share, _ in PATHS) == 100
