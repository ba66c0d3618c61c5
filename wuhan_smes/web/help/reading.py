"""A chapter as it is shown: its words, with links to other chapters, and what a search finds."""

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.templatetags.static import static
from django.urls import reverse

from wuhan_smes.web.help.contents import CHAPTERS, Chapter
from wuhan_smes.web.help.rendering import Rendered, rendered

CODES: Final = {chapter.file: chapter.code for chapter in CHAPTERS.values() if chapter.file}
PICTURES: Final = "pictures/"
AROUND: Final = 50
MOST_FOUND: Final = 40


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where chapters (by code), pictures (by file name) and pages of the product are reached."""

    chapter: Callable[[str], str]
    picture: Callable[[str], str]
    page: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Found:
    """One place of the guide where all the words stand."""

    chapter: Chapter
    anchor: str
    heading: str
    excerpt: str


SERVED: Final = Addresses(
    chapter=lambda code: reverse("help-topic", args=[code]),
    picture=lambda name: static(f"guide/{name}"),
    page=lambda address: address,
)


def read(chapter: Chapter) -> Rendered:
    """A chapter as a page of the product. What lies in a file is read once, as code is."""
    return _from_file(chapter.code) if chapter.file else _shown(chapter)


def find(text: str) -> list[Found]:
    """Places that hold every word of `text`, those that hold it in the heading first."""
    wanted = text.lower().split()
    if not wanted:
        return []
    found = [
        (not all(word in section.heading.lower() for word in wanted), place)
        for chapter in CHAPTERS.values()
        for section in read(chapter).sections
        if (place := _place(chapter, section.anchor, section.heading, section.words, wanted))
    ]
    found.sort(key=lambda it: it[0])
    return [place for _, place in found[:MOST_FOUND]]


def resolver(chapter: Chapter, addresses: Addresses) -> Callable[[str], str]:
    """Where the links of a chapter lead. Files that are no chapter lead nowhere."""
    folder = posixpath.dirname(chapter.file)

    def resolve(target: str) -> str:
        path, hash_, anchor = target.partition("#")
        if not path:
            return target
        if path.startswith("/"):
            return addresses.page(target)
        place = posixpath.normpath(posixpath.join(folder, path))
        if place.startswith(PICTURES):
            return addresses.picture(place.removeprefix(PICTURES))
        return f"{addresses.chapter(CODES[place])}{hash_}{anchor}" if place in CODES else ""

    return resolve


@cache
def _from_file(code: str) -> Rendered:
    return _shown(CHAPTERS[code])


def _shown(chapter: Chapter) -> Rendered:
    return rendered(chapter.words(), resolver(chapter, SERVED))


def _place(
    chapter: Chapter, anchor: str, heading: str, words: str, wanted: Sequence[str]
) -> Found | None:
    told = f"{chapter.label} {heading} {words}".lower()
    if not all(word in told for word in wanted):
        return None
    at = max(0, words.lower().find(wanted[0]) - AROUND // 2)
    excerpt = words[at : at + 2 * AROUND].strip()
    return Found(chapter, anchor, heading or chapter.label, excerpt)
