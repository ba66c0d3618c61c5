"""One enterprise's titles while they are being made up, and the versions they leave behind."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from enterprises.choices import CandidateState, RecognitionOutcome, Tier, WithdrawalCause
from enterprises.rules.withdrawal import barred_until
from wuhan_smes.operations.demo.rounds import ROUNDS, Round


class Version(NamedTuple):
    """What was known of a title from one recording to the next; all that a row varies in."""

    recorded_on: date
    superseded_on: date | None
    extended_until: date | None = None
    review_pending: bool = False
    withdrawn_on: date | None = None
    cause: str = ""
    barred_until: date | None = None
    outcome: str = RecognitionOutcome.NEW
    note: str = ""


@dataclass(slots=True, eq=False)
class Title:
    """A title and what was learnt about it, in any order; `versions` puts it in order."""

    round: Round
    tier: Tier
    subclass: str
    valid_from: date
    valid_until: date
    recorded_on: date
    outcome: str
    after: "Title | None"
    learnt: list[tuple[date, dict[str, object]]] = field(default_factory=list)
    series: int = 0

    def learn(self, on: date, **facts: object) -> None:
        self.learnt.append((on, facts))

    def versions(self) -> Iterator[Version]:
        """Oldest first; what was learnt on one day makes one version."""
        known: dict[str, object] = {"outcome": self.outcome}
        since = self.recorded_on
        for on, facts in sorted(self.learnt, key=_day_learnt):
            if on > since:
                yield Version(since, on, **known)  # type: ignore[arg-type] # names are Version's
                since = on
            known.update(facts)
        yield Version(since, None, **known)  # type: ignore[arg-type] # names are Version's

    def holds_on(self, day: date) -> bool:
        """Whether the title is in force on `day`, as known in the end."""
        *_, last = self.versions()
        end: date | None = last.extended_until or self.valid_until
        if last.review_pending:
            end = None
        if last.withdrawn_on is not None:
            end = last.withdrawn_on if end is None else min(end, last.withdrawn_on)
        return self.valid_from <= day and (end is None or day < end)


def _day_learnt(entry: tuple[date, dict[str, object]]) -> date:
    return entry[0]


class Candidacy(NamedTuple):
    """An entry on a batch's list of candidates."""

    round: Round
    state: CandidateState
    title: Title | None
    changed_on: date


FUTURE: Final = date(2100, 1, 1)


@dataclass(slots=True)
class Book:
    """The titles of one enterprise. Nothing is awarded or learnt from the day `stops` on."""

    stops: date = FUTURE
    titles: list[Title] = field(default_factory=list)
    candidacies: list[Candidacy] = field(default_factory=list)

    def award(
        self,
        code: str,
        *,
        start: date | None = None,
        until: date | None = None,
        recorded_on: date | None = None,
        after: Title | None = None,
        subclass: str = "",
    ) -> Title:
        """A title of the round, with the round's own days unless said otherwise.

        One that would only be recorded after the end is made, but kept in no book.
        """
        each = ROUNDS[code]
        start = start or each.valid_from
        end = until or each.valid_until
        if end is None:
            raise ValueError(f"round {code} does not say how long its titles last")
        title = Title(
            each,
            each.tier,
            subclass,
            start,
            end,
            recorded_on or each.announced_on or start,
            RecognitionOutcome.REVIEW_PASSED if after else RecognitionOutcome.NEW,
            after,
        )
        if title.recorded_on < self.stops:
            self.titles.append(title)
        return title

    def learn(self, title: Title, on: date, **facts: object) -> None:
        if on < self.stops:
            title.learn(on, **facts)

    def stand(self, code: str, state: CandidateState, title: Title | None, on: date) -> None:
        """Put the enterprise on the list of candidates of a batch."""
        if on < self.stops:
            self.candidacies.append(Candidacy(ROUNDS[code], state, title, on))

    def end(self, cause: WithdrawalCause) -> None:
        """Withdraw on the last day whatever is still in force then, or would be later."""
        bar = barred_until(cause, self.stops)
        for title in self.titles:
            if title.valid_from > self.stops:
                title.learn(
                    self.stops, withdrawn_on=title.valid_from, cause=cause, barred_until=bar
                )
            elif title.holds_on(self.stops):
                title.learn(self.stops, withdrawn_on=self.stops, cause=cause, barred_until=bar)

    @property
    def first_day(self) -> date | None:
        return min((title.valid_from for title in self.titles), default=None)
