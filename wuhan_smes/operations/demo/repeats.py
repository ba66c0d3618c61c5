"""Lives told again under other names: how a city becomes larger than can be invented in time.

Beyond `ORIGINALS` enterprises, each one invented is repeated as often as it takes, with a name, a
code and numbers of its own and the dates, units, titles and reviews of its original. Of every
repeat only this year's size is known, of two in three neither place, chain, scale status, owners
nor contacts.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.db import connection

from wuhan_smes.operations.demo.enterprises import Invented
from wuhan_smes.operations.demo.facts import Teller
from wuhan_smes.operations.demo.names import key_of
from wuhan_smes.operations.demo.population import SERIES, Population
from wuhan_smes.operations.demo.rounds import TODAY
from wuhan_smes.operations.demo.rows import columns, escaped, line
from wuhan_smes.operations.demo.writing import ahead, copy, copy_into

ORIGINALS: Final = 50_000
WHOLE: Final = 3
CONTACT: Final = "enterprises_contact"
TOLD: Final = "demo_repeat"
CREATE: Final = f"""
CREATE TEMPORARY TABLE {TOLD} (
    original bigint, id bigint, uscc text, name text, key text, former text, former_key text
)
"""
# Table → the columns in which a repeat differs from its original `t`, besides its numbers.
OWN: Final = {
    "enterprises_enterprise": {
        "id": "r.id",
        "uscc": "r.uscc",
        "name": "r.name",
        "statutory_code": "COALESCE(substr(r.uscc, 3, 6), '')",
        "is_above_scale": f"CASE WHEN r.id %% {WHOLE} = 0 THEN t.is_above_scale END",
        "merged_into_id": "t.merged_into_id + r.id - r.original",
    },
    "enterprises_enterprisename": {
        "name": "CASE WHEN t.name = o.name THEN r.name ELSE r.former END",
        "search_key": "CASE WHEN t.name = o.name THEN r.key ELSE r.former_key END",
    },
    "enterprises_jurisdictionstay": {},
    "enterprises_industrystay": {},
    "enterprises_enterprisechain": {},
    "enterprises_enterpriseplace": {},
    "enterprises_sizeyear": {},
    "enterprises_scalestatus": {},
    "enterprises_ownershiplink": {},
    "enterprises_recognition": {
        "series": "t.series + %(series)s",
        "predecessor_series": "t.predecessor_series + %(series)s",
        "certificate_no": "CASE WHEN t.certificate_no = '' THEN ''"
        " ELSE '示例证' || lpad((t.series + %(series)s)::text, 7, '0') END",
    },
    "enterprises_batchcandidate": {"reviewed_series": "t.reviewed_series + %(series)s"},
}
# Table → which of its original's rows a repeat has, where not all.
WHICH: Final = {
    "enterprises_sizeyear": "t.year = %(year)s",
    "enterprises_enterpriseplace": f"r.id %% {WHOLE} = 0",
    "enterprises_enterprisechain": f"r.id %% {WHOLE} = 0",
    "enterprises_scalestatus": f"r.id %% {WHOLE} = 0",
    "enterprises_ownershiplink": f"r.id %% {WHOLE} = 0",
}
INSERT: Final = """
INSERT INTO {table} ({columns})
SELECT {values}
  FROM {told} r
  JOIN enterprises_enterprise o ON o.id = r.original
  JOIN {table} t ON t.{enterprise} = r.original
 WHERE {which}
"""


class Block(NamedTuple):
    """The whole told once more, or its beginning: the lines of its names and of its contacts."""

    number: int
    names: list[str]
    contacts: list[str]


def originals_of(size: int) -> int:
    """How many lives to invent for a city of `size`: all of it, or what it repeats evenly."""
    return _parts(size, _parts(size, ORIGINALS))


class Repeats:
    """Tells the lives of a written population again until there are `size` of them."""

    def __init__(self, population: Population, size: int) -> None:
        self.population, self.size = population, size
        self.contacts = population.sink.numbers[CONTACT]

    def write(self) -> Iterator[Counter[str]]:
        """How many rows of each table came to be, block by block."""
        for block in ahead(self._blocks()):
            written = self._written(block)
            copy(CONTACT, block.contacts)
            yield written + Counter({CONTACT: len(block.contacts)})

    def numbers(self) -> Counter[str]:
        """How far numbers went when all was written."""
        times = _parts(self.size, self.population.size)
        each = self.population.sink.numbers
        told = {name: times * number for name, number in each.items()}
        return Counter({**told, CONTACT: self.contacts})

    def _blocks(self) -> Iterator[Block]:
        of = self.population
        for number in range(1, _parts(self.size, of.size)):
            block = Block(number, [], [])
            left = self.size - number * of.size
            for original, life in enumerate(of.lives[:left], 1):
                id_ = original + number * of.size
                again = of.maker.again(life)
                block.names.append(line((original, id_, again.uscc, *_named(again))))
                if id_ % WHOLE == 0:
                    for person in Teller(of.city, of.rng, again, id_).contacts():
                        self.contacts += 1
                        block.contacts.append(line((self.contacts, *person)))
            yield block

    def _written(self, block: Block) -> Counter[str]:
        """Every table's rows told again, one statement each."""
        numbers, written = self.population.sink.numbers, Counter[str]()
        with connection.cursor() as cursor:
            cursor.execute(CREATE)
            copy_into(TOLD, block.names)
            cursor.execute(f"ANALYZE {TOLD}")
            for table in OWN:
                words = {
                    "rows": block.number * numbers[table],
                    "series": block.number * numbers[SERIES],
                    "year": TODAY.year,
                }
                cursor.execute(_insert(table), words)
                written[table] = cursor.rowcount
            cursor.execute(f"DROP TABLE {TOLD}")
        return written


def _parts(whole: int, part: int) -> int:
    """How many times `part` is begun in `whole`."""
    return -(-whole // part)


def _named(of: Invented) -> Iterator[object]:
    """Name and search key of today, then of before: nothing for who was never renamed."""
    for parts in reversed(of.names):
        yield "".join(parts)
        yield escaped(key_of(parts))
    if len(of.names) == 1:
        yield from (None, None)


def _insert(table: str) -> str:
    own = {"id": "t.id + %(rows)s", "enterprise_id": "r.id", **OWN[table]}
    named = columns(table)
    return INSERT.format(
        table=table,
        told=TOLD,
        columns=", ".join(named),
        values=", ".join(own.get(name, f"t.{name}") for name in named),
        enterprise="enterprise_id" if "enterprise_id" in named else "id",
        which=WHICH.get(table, "true"),
    )
