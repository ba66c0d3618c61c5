"""Charts as data: an ECharts option for the screen, the same numbers as rows for paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Final

Point = dict[str, object]
# What tells lines apart besides their colour.
DASHES: Final = (("solid", "circle"), ("dashed", "rect"), ("dotted", "triangle"))


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, segment or dot; `url` opens the rows that were counted. None is unknown, not 0."""

    value: float | None
    url: str = ""

    def point(self) -> Point:
        return {"value": self.value, "url": self.url} if self.url else {"value": self.value}


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of marks, one for each category; `colour` names a token of the stylesheet."""

    name: str
    marks: Sequence[Mark]
    colour: str = ""

    def option(self, kind: str, **more: object) -> dict[str, object]:
        look = {"itemStyle": {"color": self.colour}} if self.colour else {}
        points = [mark.point() for mark in self.marks]
        return {"type": kind, "name": self.name, "data": points, **look, **more}


@dataclass(frozen=True, slots=True)
class Chart:
    """What parts/chart.html draws."""

    name: str
    title: str
    option: dict[str, object]
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


def bars(
    name: str,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    stacked: bool = False,
    lying: bool = False,
    of: str = "单位",
) -> Chart:
    """Bars by category; `lying` puts the categories on the left, for long names."""
    more: dict[str, object] = {"barMaxWidth": 26, "cursor": "pointer"}
    if stacked:
        more["stack"] = "all"
    names: dict[str, object] = {"type": "category", "data": list(categories)}
    if lying:
        names["inverse"] = True
    values: dict[str, object] = {"type": "value", "minInterval": 1}
    option: dict[str, object] = {
        "xAxis": values if lying else names,
        "yAxis": names if lying else values,
        "series": [one.option("bar", **more) for one in series],
    }
    return _chart(name, title, option, categories, series, of)


def lines(
    name: str, title: str, categories: Sequence[str], series: Sequence[Series], *, of: str = "月份"
) -> Chart:
    """Lines over time; a gap is drawn where the value is unknown."""
    option: dict[str, object] = {
        "xAxis": {"type": "category", "data": list(categories), "boundaryGap": False},
        "yAxis": {"type": "value", "minInterval": 1, "scale": True, "splitNumber": 3},
        "tooltip": {"trigger": "axis"},
        "series": [
            one.option(
                "line",
                symbolSize=6,
                symbol=mark,
                lineStyle={"width": 2, "color": one.colour, "type": dash},
            )
            for one, (dash, mark) in zip(series, cycle(DASHES), strict=False)
        ],
    }
    return _chart(name, title, option, categories, series, of)


def _chart(
    name: str,
    title: str,
    option: dict[str, object],
    categories: Sequence[str],
    series: Sequence[Series],
    of: str,
) -> Chart:
    if len(series) > 1:
        option["legend"] = {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 10}
    columns = [[mark.value for mark in one.marks] for one in series]
    rows = [[label, *values] for label, *values in zip(categories, *columns, strict=True)]
    return Chart(name, title, option, [of, *(one.name for one in series)], rows)
