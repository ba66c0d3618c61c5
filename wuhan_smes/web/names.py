"""What bodies and vocabularies are called in the OpenAPI document, each by a name of its own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from django.db.models.enums import Choices

OURS = ("wuhan_smes", "enterprises", "measures", "services")
Pairs = list[tuple[str, str]]
_said: Final[dict[str, Pairs]] = {}


def vocabulary(name: str, choices: Iterable[tuple[str, str]]) -> Pairs:
    """`choices` that are no class of their own, such as a part of one, under `name`."""
    return _said.setdefault(name, list(choices))


class ChoiceNames(Mapping[str, type[Choices] | Pairs]):
    """Each set of choices under the name of its class, so that generated clients keep their names.

    Read when the document is written, when every app is loaded. Two classes of one name carry that
    of their app before it; two that hold the same choices are one, under the name met first.
    """

    def __getitem__(self, name: str) -> type[Choices] | Pairs:
        return self._named()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named())

    def __len__(self) -> int:
        return len(self._named())

    @staticmethod
    def _named() -> dict[str, type[Choices] | Pairs]:
        told: dict[tuple[tuple[str, str], ...], type[Choices]] = {}
        for choices in sorted(ours_below(Choices), key=lambda c: (c.__name__, c.__module__)):
            if choices.values:
                held = tuple((str(value), str(label)) for value, label in choices.choices)
                told.setdefault(held, choices)
        names = [choices.__name__ for choices in told.values()]
        classes = {
            f"{'' if names.count(one.__name__) == 1 else _app(one)}{one.__name__}Enum": one
            for one in told.values()
        }
        return {**classes, **{f"{name}Enum": choices for name, choices in _said.items()}}


def ours_below(base: type[Any]) -> Iterator[type[Any]]:
    """Every class of the product below `base`."""
    for one in base.__subclasses__():
        if one.__module__.split(".")[0] in OURS:
            yield one
        yield from ours_below(one)


@cache
def body_names() -> Mapping[type, str]:
    """The name of each serializer: its class's, with the app before it where others have it too.

    Two of one name in one app carry their module as well.
    """
    alike: dict[str, list[type]] = defaultdict(list)
    # Imported late: rest_framework.serializers reads the settings, which name this module.
    from rest_framework.serializers import BaseSerializer  # noqa: PLC0415

    for one in dict.fromkeys(ours_below(BaseSerializer)):
        alike[one.__name__].append(one)
    told: dict[type, str] = {}
    for name, classes in alike.items():
        apps = Counter(map(_app, classes))
        for one in classes:
            before = _app(one) if len(classes) > 1 else ""
            module = _module(one) if apps[before] > 1 else ""
            told[one] = f"{before}{module}{name}"
    return told


def _app(one: type) -> str:
    parts = one.__module__.split(".")
    return (parts[1] if parts[0] == "wuhan_smes" else parts[0]).capitalize()


def _module(one: type) -> str:
    words = one.__module__.rpartition(".")[2].split("_")
    return "".join(word.capitalize() for word in words if word != "bodies")
