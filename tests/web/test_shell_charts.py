"""Charts as data."""

from wuhan_smes.web.charts import Mark, Series, bars, lines
from wuhan_smes.web.templatetags.shell import figure

HELD = Series("持有", [Mark(12, "/titles/?tier=srdi_sme"), Mark(None)], "--tier-2")


def test_every_bar_carries_the_address_of_its_rows():
    chart = bars("units", "各单位", ["江夏", "洪山"], [HELD])

    assert chart.option["series"][0]["data"] == [
        {"value": 12, "url": "/titles/?tier=srdi_sme"},
        {"value": None},
    ]


def test_the_same_numbers_stand_in_rows_for_paper():
    chart = bars("units", "各单位", ["江夏", "洪山"], [HELD], lying=True)

    assert chart.head == ["单位", "持有"]
    assert chart.rows == [["江夏", 12], ["洪山", None]]
    assert chart.option["yAxis"]["data"] == ["江夏", "洪山"]


def test_several_series_are_named_in_a_legend():
    chart = lines("trend", "走势", ["2025-01", "2025-02"], [HELD, HELD])

    assert "legend" in chart.option
    assert "legend" not in lines("trend", "走势", ["2025-01", "2025-02"], [HELD]).option


def test_an_unknown_figure_is_a_dash_and_never_zero():
    assert (figure(None), figure(0), figure(7077)) == ("–", "0", "7,077")
