"""What a program's key can be bound to, by declaration: one capability, under one word.

An app declares its words in its module `bindings`; whoever holds a key bound to one may do nothing
else, and the doors that ask for the capability keep to the word.
"""

from dataclasses import dataclass, field
from typing import Final

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import Fault, InputRefused


@dataclass(frozen=True, slots=True)
class Binding:
    """`word` is what the key carries, `label` what people read."""

    word: str
    label: str
    capability: Capability


@dataclass(slots=True)
class Bindings:
    """Every word the product knows."""

    known: dict[str, Binding] = field(default_factory=dict)

    def add(self, *bindings: Binding) -> None:
        self.known |= {binding.word: binding for binding in bindings}

    def find(self, word: str) -> Binding:
        try:
            return self.known[word]
        except KeyError:
            raise InputRefused(Fault("bound_to", "unknown", f"没有“{word}”这个渠道")) from None

    def bound(self, access: Access, word: str) -> Access:
        """What is left of `access` for a key bound to `word`; nothing for a word gone by now."""
        binding = self.known.get(word)
        return Access(None, "") if binding is None else access.bound(binding.capability, word)


bindings: Final = Bindings()
