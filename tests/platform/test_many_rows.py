"""Arrays are written by hand, for speed: so every awkward text goes there and back."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from enterprises.models import Enterprise
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_enterprise
from wuhan_smes import many_rows
from wuhan_smes.accounts.models import Jurisdiction

COLUMNS = {
    "n": "bigint",
    "word": "text",
    "day": "date",
    "at": "timestamptz",
    "yes": "boolean",
    "said": "jsonb",
}
AT = datetime(2026, 3, 3, 4, tzinfo=UTC)
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def there_and_back(rows: list[tuple]) -> list[tuple]:
    """JSON goes as the text that somebody wrote, and comes back as values."""
    sent = [(*row[:-1], None if row[-1] is None else json.dumps(row[-1])) for row in rows]
    table, values = many_rows.given(COLUMNS, sent)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT given.* FROM {table}", values)
        found = cursor.fetchall()
    return [(*row[:-1], None if row[-1] is None else json.loads(row[-1])) for row in found]


@pytest.mark.django_db
@given(st.lists(st.none() | texts, max_size=5))
def test_any_text_comes_back_as_it_was(words: list[str | None]) -> None:
    rows = [(n, word, None, None, None, {"word": word}) for n, word in enumerate(words)]

    assert there_and_back(rows) == rows


@pytest.mark.django_db
def test_values_of_each_type_come_back_as_they_were() -> None:
    rows = [
        (2**40, 'NULL {a,"b"} \\', date(2026, 1, 31), AT, True, {"a": ["\\", '"', "引"]}),
        (None, "", None, None, False, []),
    ]

    assert there_and_back(rows) == rows


@pytest.mark.django_db
def test_what_all_rows_say_alike_comes_back_for_each() -> None:
    rows = [(7, '同"一\\', date(2026, 1, 31), AT, None, {"a": 1})] * 3

    assert there_and_back(rows) == rows


@pytest.mark.django_db
def test_json_that_some_rows_lack_comes_back_as_it_was() -> None:
    rows = [(1, "甲", None, AT, True, {"a": '"'}), (2, "乙", None, AT, True, None)]

    assert there_and_back(rows) == rows


@pytest.mark.django_db
def test_no_rows_are_no_rows() -> None:
    assert there_and_back([]) == []


@pytest.mark.django_db
def test_rows_among_many_are_found_by_any_column_that_numbers_them() -> None:
    first, second, third = make_unit(), make_unit(), make_unit()
    enterprise = make_enterprise(unit=second)

    units = Jurisdiction.objects.filter(many_rows.among("pk", [third.pk, first.pk, 0]))
    found = Enterprise.objects.filter(many_rows.among("jurisdiction_id", {second.pk}))

    assert set(units) == {first, third}
    assert list(found) == [enterprise]
    assert not found.filter(many_rows.among("pk", [])).exists()
