"""A figure against the period before: causes that exclude each other, add up, and open their rows.

More worlds: REPORT_WORLDS=40 pytest tests/operations/test_explained_changes.py
"""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from tests.operations.test_every_report import (
    CITY,
    built,
    choices,
    come_to,
    happen,
    rows_of,
    world,
)
from wuhan_smes.reporting.catalogue import catalogue
from wuhan_smes.reporting.changes import earlier, span_before, why_changed
from wuhan_smes.reporting.long_list import LongList
from wuhan_smes.reporting.sources import find, words_of
from wuhan_smes.scope import bootstrap_scope, scoped

__all__ = ["world"]  # the fixture of the tests over the catalogue
MOST_CELLS = 6


def test_in_every_report_told_then_plus_its_causes_is_the_figure_of_now(world):
    frame, random = world
    with bootstrap_scope():
        happen(frame)
    explained: Counter[str] = Counter()
    for report in catalogue.open_to(CITY):
        asked = choices(report)
        if earlier(report.choices, asked) is None:
            continue
        sheet = built(report, CITY)
        cells = [
            (key, column.key, cell)
            for key, row in rows_of(report, sheet, asked)
            for column, cell in zip(sheet.columns, row, strict=True)
            if column.key in report.behind and cell
        ]
        for key, column, cell in random.sample(cells, min(MOST_CELLS, len(cells))):
            with scoped(CITY):
                found = why_changed(report, CITY, asked, key, column)
                if found is None:
                    continue
                assert found.told + sum(it.change for it in found.parts) == found.now
                assert found.now == cell, (report.name, key, column)
                for part in found.parts:
                    if part.rows is not None:
                        listed = find(part.rows.source).listed(words_of(part.rows.words), CITY)
                        assert listed.rows.count() == abs(part.change), (report.name, part.label)
                    elif len(part.named) < abs(part.change) or part.change == 0:
                        continue
                    else:
                        assert sum(it.change for it in part.named) == part.change
            explained[report.name] += 1
    assert explained["tier-table"]
    assert len(explained) > 2


@pytest.mark.parametrize("basis", ["holder", "highest"])
def test_a_compared_column_opens_who_came_and_who_went(world, basis):
    report = catalogue.get("tier-table")
    words = choices(report, basis=basis, compare="both")
    opened = 0
    with scoped(CITY):
        sheet = report.built(CITY, words, timezone.now())
        assert not isinstance(sheet, LongList)
        for key, row in zip(sheet.keys, sheet.rows, strict=True):
            for column, cell in zip(sheet.columns, row, strict=True):
                if column.key.endswith(("-year", "-month")):
                    behind = report.behind[column.key]
                    rows = behind.rows(CITY, words, key)
                    assert come_to(rows, behind.adds) == cell, (key, column.key)
                    opened += rows.count()
    assert opened


def test_the_span_before_is_as_long_and_whole_months_go_by_months():
    march = date(2026, 3, 1), date(2026, 3, 31)
    quarter = date(2026, 1, 1), date(2026, 3, 31)

    assert span_before(*march) == (date(2026, 2, 1), date(2026, 2, 28))
    assert span_before(*quarter) == (date(2025, 10, 1), date(2025, 12, 31))
    assert span_before(date(2026, 3, 5), date(2026, 3, 9)) == (date(2026, 2, 28), date(2026, 3, 4))
