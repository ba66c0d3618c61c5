"""The kinds of dated facts whose joining knows more than days: stays, chains and figures."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from enterprises.actions.merging.threads import Piece, Threads
from enterprises.choices import StayCause
from enterprises.models import (
    ANNUAL,
    PERIODIC,
    AnnualIndicators,
    EnterpriseChain,
    JurisdictionStay,
    PeriodIndicators,
)
from enterprises.rules.days import Days

F = TypeVar("F", AnnualIndicators, PeriodIndicators)


class StayThreads(Threads[JurisdictionStay]):
    """A stay that ends is ended by something: one cut short by the merge, by the merge."""

    def mended(self, piece: Piece) -> Piece:
        ends, cause = piece.days.upper is not None, piece.values["end_cause"]
        if ends == bool(cause):
            return piece
        return Piece(piece.days, {**piece.values, "end_cause": StayCause.MERGED if ends else ""})


class ChainThreads(Threads[EnterpriseChain]):
    """In one version of the tree one chain is primary at a time: that of the kept half."""

    def fitted(self, piece: Piece, theirs: Sequence[EnterpriseChain]) -> Iterator[Piece]:
        if piece.values["is_primary"]:
            yield from _giving_way(piece, (_piece(row) for row in theirs if row.is_primary))
        else:
            yield piece

    def returning(
        self,
        before: Sequence[EnterpriseChain],
        written: Sequence[tuple[EnterpriseChain, EnterpriseChain]],
        now: Sequence[EnterpriseChain],
    ) -> Iterator[Piece]:
        """A chain is primary again, unless the half was given another primary one meanwhile."""
        pieces = list(super().returning(before, written, now))
        chosen = [one for one in pieces if one.values["is_primary"] and not one.restored]
        for piece in pieces:
            if piece.restored and piece.values["is_primary"]:
                yield from _giving_way(piece, chosen)
            else:
                yield piece


FIGURES = {AnnualIndicators: ANNUAL, PeriodIndicators: PERIODIC}


class FigureThreads(Threads[F]):
    """Figures are told by how many there are: who may join rows need not be shown amounts."""

    def differs(self, one: F, other: F) -> bool:
        return any(getattr(one, name) != getattr(other, name) for name in FIGURES[self.model])


def figures_said(row: F) -> str:
    """A year or a period, and how many of its figures are known."""
    known = sum(getattr(row, name) is not None for name in FIGURES[type(row)])
    return f"{row}，已填 {known} 项"


def _piece(row: EnterpriseChain) -> Piece:
    days = Days.of(row.during.lower, row.during.upper)
    return Piece(days, {"chain_version": row.chain_version})


def _giving_way(piece: Piece, primary: Iterator[Piece] | Sequence[Piece]) -> Iterator[Piece]:
    """A primary piece, no longer primary on the days another one is."""
    version = piece.values["chain_version"]
    taken = [one.days for one in primary if one.values["chain_version"] == version]
    for days in piece.days.without(taken):
        yield Piece(days, piece.values)
    for other in taken:
        if days_of_both := piece.days.common(other):
            yield Piece(days_of_both, {**piece.values, "is_primary": False})
