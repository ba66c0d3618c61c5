"""The reference files as lists, for the tests that read them."""

from wuhan_smes.operations.reference import FOLDER
from wuhan_smes.reference import Line


def rows(file: str) -> list[Line]:
    return list(FOLDER.lines(file))


def column(file: str, name: str) -> list[str]:
    return [line.text(name) for line in rows(file)]
