"""Arrays are written by hand, for speed: so every awkward text goes there and back."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from wuhan_smes import many_rows

COLUMNS = {"n": "bigint", "word": "text", "day": "date", "at": "timestamptz", "yes": "boolean"}
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def there_and_back(rows: list[tuple]) -> list[tuple]:
    table, values = many_rows.given(COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT given.* FROM {table}", values)
        return list(cursor.fetchall())


@pytest.mark.django_db
@given(st.lists(st.none() | texts, max_size=5))
def test_any_text_comes_back_as_it_was(words: list[str | None]) -> None:
    rows = [(1, word, None, None, None) for word in words]

    assert there_and_back(rows) == rows


@pytest.mark.django_db
def test_values_of_each_type_come_back_as_they_were() -> None:
    rows = [
        (2**40, 'NULL {a,"b"} \\', date(2026, 1, 31), datetime(2026, 3, 3, 4, tzinfo=UTC), True),
        (None, "", None, None, False),
    ]

    assert there_and_back(rows) == rows


@pytest.mark.django_db
def test_no_rows_are_no_rows() -> None:
    assert there_and_back([]) == []
