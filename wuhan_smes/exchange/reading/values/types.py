"""The types a column may have, by the name kinds of import use."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from wuhan_smes.exchange.reading.cells import Cell
from wuhan_smes.exchange.reading.values.contacts import read_email, read_phone
from wuhan_smes.exchange.reading.values.context import Context
from wuhan_smes.exchange.reading.values.days import read_date, read_first_day, read_month, read_year
from wuhan_smes.exchange.reading.values.numbers import read_decimal, read_integer, read_money
from wuhan_smes.exchange.reading.values.spans import read_span
from wuhan_smes.exchange.reading.values.words import (
    read_boolean,
    read_choice,
    read_document_no,
    read_name,
    read_person,
    read_text,
)

Parse = Callable[[Cell, Context], object]

PLATFORM_TYPES: Final[Mapping[str, Parse]] = MappingProxyType(
    {
        "text": read_text,
        "name": read_name,
        "person": read_person,
        "integer": read_integer,
        "decimal": read_decimal,
        "money": read_money,
        "date": read_date,
        "first_day": read_first_day,
        "date_span": read_span,
        "month": read_month,
        "year": read_year,
        "doc_no": read_document_no,
        "phone": read_phone,
        "email": read_email,
        "boolean": read_boolean,
        "choice": read_choice,
    }
)
# Of these a merged cell cannot be shared out over its rows.
NUMERIC: Final = frozenset({"integer", "decimal", "money"})
# Of these 无 and 暂无 mean that there is nothing; in words they may be the answer.
NOT_WORDS: Final = frozenset(PLATFORM_TYPES) - {"text", "choice", "boolean"}
