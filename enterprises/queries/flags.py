"""What is odd in the sources, said where a flag is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from enterprises.models import SourceFlag


@dataclass(frozen=True, slots=True)
class Doubt:
    """One flag in full: F1 … F16."""

    code: str
    place: str
    text: str


def doubts(codes: Iterable[str]) -> list[Doubt]:
    """The flags named, in order; a code nobody explained is shown all the same."""
    wanted = sorted(set(codes), key=lambda code: int(code.removeprefix("F")))
    known = {flag.code: flag for flag in SourceFlag.objects.filter(code__in=wanted)}
    return [
        Doubt(code, known[code].place, known[code].text) if code in known else Doubt(code, "", "")
        for code in wanted
    ]
