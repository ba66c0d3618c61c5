"""Every class a page names has a look, or a script that asks for it."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.architecture.source import PACKAGES, ROOT, shown

TAG: Final = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASSES: Final = re.compile(r'\bclass="((?:[^"{]|{%.*?%}|{{.*?}}|{)*)"', re.DOTALL)
GIVEN: Final = re.compile(r"""\bclass=\\?"([^"{}\\]*)|["']class["']: ["']([^"'.]*)["']""")
NAME: Final = re.compile(r"\.((?:[\w-]|\\.)+)")
PART: Final = re.compile(r"""{% (?:include|extends) ["']([^"']+)["']""")
SHEET: Final = re.compile(r"""{% static ["']([^"']+\.css)["']""")
# Where a tag stands within a word of a template, e.g. tier-{{ rung.step }}.
HOLE: Final = "\0"
# Screens of the administration are dressed by its theme as well.
THEMED: Final = re.compile(r"/(?:web/templates/web/admin|admin)/|/admin[^/]*\.py$")


def test_every_class_of_a_page_has_a_look_or_a_script() -> None:
    lookless = {
        (shown(path), word)
        for path in pages()
        for word in words(path)
        if not is_known(word, themed=THEMED.search(f"/{shown(path)}") is not None)
    }

    assert lookless == set()


def test_the_check_does_see_a_class_without_a_look() -> None:
    seen = list(
        _split("badge no-such-look {% if a %}bad{% endif %} tier-{{ step }} none-{{ step }}")
    )

    assert [word for word in seen if not is_known(word, themed=False)] == [
        "no-such-look",
        f"none-{HOLE}",
    ]


def test_every_page_loads_the_sheets_its_classes_are_dressed_by() -> None:
    bare = {
        (name, word)
        for name in templates()
        if "web/base.html" in (parts := together(name))
        for part in parts
        for word in used(part)
        if not _named_in(word, loaded(parts)) and not _asked_for(word)
    }

    assert bare == set()


@cache
def templates() -> dict[str, Path]:
    return {
        path.as_posix().rpartition("/templates/")[2]: path
        for package in PACKAGES
        for path in (ROOT / package).rglob("templates/**/*.html")
    }


@cache
def used(name: str) -> frozenset[str]:
    return frozenset(words(templates()[name]))


def together(name: str, found: frozenset[str] = frozenset()) -> frozenset[str]:
    """A template with those it extends and includes by name."""
    if name in found or name not in templates():
        return found
    found |= {name}
    for other in PART.findall(templates()[name].read_text("utf-8")):
        found = together(other, found)
    return found


@cache
def loaded(parts: frozenset[str]) -> frozenset[str]:
    """What the sheets name that these templates load."""
    texts = [templates()[part].read_text("utf-8") for part in parts]
    asked = {sheet for text in texts for sheet in SHEET.findall(text)}
    return frozenset[str]().union(*(names for sheet, names in sheets().items() if sheet in asked))


@cache
def sheets() -> dict[str, frozenset[str]]:
    """Every stylesheet of ours, by the name pages ask for it."""
    return {
        path.as_posix().rpartition("/static/")[2]: _named(iter([path.read_text("utf-8")]))
        for package in PACKAGES
        for path in (ROOT / package).rglob("static/**/*.css")
    }


def pages() -> list[Path]:
    """Templates, and modules that write markup of their own."""
    folders = [ROOT / name for name in PACKAGES]
    return sorted(
        path
        for folder in folders
        for pattern in ("*.html", "*.py")
        for path in folder.rglob(pattern)
        if "migrations" not in path.parts
    )


def words(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        for classes in CLASSES.findall(text):
            yield from _split(classes)
    else:
        for pair in GIVEN.findall(text):
            yield from "".join(pair).split()


def is_known(word: str, *, themed: bool) -> bool:
    """Whether a selector names the word; of one made in the page, whether any begins so."""
    return _named_in(word, looks() | (theme() if themed else frozenset())) or _asked_for(word)


def _named_in(word: str, names: frozenset[str]) -> bool:
    start, hole, _ = word.partition(HOLE)
    return not start or any(it.startswith(start) for it in names) if hole else word in names


@cache
def _asked_for(word: str) -> bool:
    return re.search(rf"\.{re.escape(word)}\b", scripts()) is not None


@cache
def looks() -> frozenset[str]:
    return _named(text for text in _own("css"))


@cache
def scripts() -> str:
    return "\n".join(_own("js"))


@cache
def theme() -> frozenset[str]:
    spec = find_spec("unfold")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "static"
    return _named(path.read_text("utf-8") for path in folder.rglob("*.css"))


def _own(suffix: str) -> Iterator[str]:
    for name in PACKAGES:
        for path in (ROOT / name).rglob(f"static/**/*.{suffix}"):
            if "vendor" not in path.parts:
                yield path.read_text("utf-8")


def _named(sheets: Iterator[str]) -> frozenset[str]:
    found = (name for sheet in sheets for name in NAME.findall(COMMENT.sub("", sheet)))
    return frozenset(name.replace("\\", "") for name in found)


def _split(classes: str) -> Iterator[str]:
    """The words of a class attribute; a value put into a word leaves a hole in it."""
    spaced = re.sub(r"{%.*?%}", " ", classes, flags=re.DOTALL)
    holed = TAG.sub(HOLE, spaced)
    yield from holed.split()
