"""The whole city, chunk by chunk: lines ready for COPY, the same for the same seed."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from random import Random
from typing import Final

from enterprises.choices import RecognitionOutcome
from wuhan_smes.operations.demo.careers import Career
from wuhan_smes.operations.demo.city import City
from wuhan_smes.operations.demo.enterprises import EnterpriseMaker, Invented
from wuhan_smes.operations.demo.facts import Teller
from wuhan_smes.operations.demo.plans import dealt
from wuhan_smes.operations.demo.rows import moment
from wuhan_smes.operations.demo.sink import Sink
from wuhan_smes.operations.demo.titles import Book, Title, Version

CHUNK: Final = 10_000
SERIES: Final = "series"
CERTIFIED: Final = frozenset("SLC")  # rounds whose titles carry a certificate number


class Population:
    """`numbers` tells, after the last chunk, how far each table's ids and the series went; `lives`
    is everybody in order, to be told again.
    """

    def __init__(self, city: City, *, size: int, seed: int, batches: Mapping[str, int]) -> None:
        self.city, self.size, self.batches = city, size, batches
        self.lives: list[Invented] = []
        self.rng = Random(seed)  # noqa: S311 - invents, does not protect
        self.maker = EnterpriseMaker(city, self.rng)
        self.sink = Sink()

    def chunks(self) -> Iterator[dict[str, list[str]]]:
        for id_, plan in zip(count(1), dealt(self.size, self.rng)):
            career = Career(plan, self.rng)
            book = career.write()
            invented = self.maker.make(book, career.cause)
            for table, values in Teller(self.city, self.rng, invented, id_).rows():
                self.sink.put(table, *values)
            self._titles(book, invented, id_)
            self.maker.remember(invented, id_)
            self.lives.append(invented)
            if id_ % CHUNK == 0 or id_ == self.size:
                yield self.sink.cleared()

    def _titles(self, book: Book, invented: Invented, id_: int) -> None:
        unit = invented.unit.id
        for title in sorted(book.titles, key=_recorded):
            title.series = self.sink.number(SERIES)
            renamed_along(title, invented)
            for number, version in enumerate(title.versions(), 1):
                self.sink.put(
                    "enterprises_recognition", id_, unit, *self._version(title, number, version)
                )
        for each in book.candidacies:
            series = each.title.series if each.title else None
            values = (unit, each.state, series, "", moment(each.changed_on), 1, "", "", "{}")
            batch = self.batches[each.round.code]
            self.sink.put("enterprises_batchcandidate", batch, id_, *values)

    def _version(self, title: Title, number: int, version: Version) -> tuple[object, ...]:
        each = title.round
        certified = each.code[0] in CERTIFIED
        return (
            title.series,
            number,
            title.tier,
            title.subclass,
            each.level,
            self.batches[each.code],
            each.document_no,
            f"示例证{title.series:07d}" if certified else "",
            each.announced_on if each.valid_until else title.valid_from,
            title.valid_from,
            title.valid_until,
            version.extended_until,
            version.review_pending,
            version.withdrawn_on,
            version.cause,
            "示例决定" if version.barred_until else "",
            version.barred_until,
            version.outcome,
            title.after.series or None if title.after else None,
            each.name[:40],
            each.rule_set,
            moment(version.recorded_on),
            moment(version.superseded_on) if version.superseded_on else None,
            version.note,
            each.source,
        )


def renamed_along(title: Title, invented: Invented) -> None:
    """A title in force when its holder was renamed goes on under the new name (更名)."""
    for change in invented.renamed:
        latest = max((on for on, _ in title.learnt), default=title.recorded_on)
        if latest < change.known_on and title.holds_on(change.on):
            title.learn(change.known_on, outcome=RecognitionOutcome.RENAMED, note="企业更名")


def _recorded(title: Title) -> date:
    return title.recorded_on
