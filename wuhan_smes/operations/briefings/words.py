"""A sentence as people read it and as a file shows it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and where its rows are, if anywhere."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences; what is no Figure is plain text."""

    heading: str
    paragraphs: Sequence[Sequence[str | Figure]]


@dataclass(frozen=True, slots=True)
class Briefing:
    """One paper: what it is called, whom it speaks for, until when."""

    title: str
    unit: str
    span: str
    day: str
    sections: Sequence[Section]
    definitions: Sequence[str]
