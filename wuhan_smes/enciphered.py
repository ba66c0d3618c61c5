"""Columns that hold somebody's words enciphered, in every row and every backup."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db import models
from django.db.models import lookups

from wuhan_smes.ciphers import ALIKE, INDEX, VERSION, ring

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
    CharField = models.CharField[str, str]
    EmailField = models.EmailField[str, str]
    Field = models.Field[str, str]
else:
    TextField, CharField, EmailField = models.TextField, models.CharField, models.EmailField
    Field = object

# The last digits of a telephone that are shown, and the least that tell one from another.
SHOWN: Final = 4
LEAST: Final = 7
MOST: Final = 11


class Enciphered(Field):
    """What the database never sees as it is. Code reads and writes plain words.

    Bound to its column, so that the words of one column copied to another open nothing. Words
    that were there before the column was enciphered are read as they are, until
    `encipher_personal` turns them; so are none at all.
    """

    version = VERSION
    lookups: frozenset[str] = frozenset({"exact", "isnull"})

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        words = super().get_db_prep_save(value, connection)
        return self.sealed(words) if isinstance(words, str) and words else words

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return self.opened(value) if value and self.is_sealed(value) else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Nothing else can be asked of words nobody sees."""
        return super().get_lookup(lookup_name) if lookup_name in self.lookups else None

    def sealed(self, words: str) -> str:
        """As the column holds them."""
        return ring().enciphered(words, self.about)

    def opened(self, kept: str) -> str:
        return ring().deciphered(kept, self.about)

    def is_sealed(self, kept: str) -> bool:
        return kept.startswith(f"{self.version}:")

    @property
    def about(self) -> str:
        """What its words are bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"

    @property
    def head(self) -> str:
        """How its words begin under the key that stands first."""
        return f"{self.version}:{ring().current}:"


class EncipheredField(Enciphered, TextField):
    """Nothing can be searched or compared in it."""


class FoundField(Enciphered):
    """Words that are found again by all of them, and shown in part: `v2:key:words:index:shown`.

    Equal words are enciphered alike, so that constraints on the column go on telling who is there
    twice. The index is that of the words as they are compared; what is shown of them stands at the
    end, where a program of the version before this one looks for it, too. The column is as wide as
    that takes; to the database and its migrations it is one of plain text.
    """

    version = ALIKE
    lookups = frozenset({"exact", "in", "isnull"})
    width: int
    plain: type[Any]

    def sealed(self, words: str) -> str:
        known = self.compared(words)
        index = ring().index_of(known)[:INDEX] if known else ""
        return f"{ring().enciphered_alike(words, self.about)}:{index}:{self.shown(words)}"

    def opened(self, kept: str) -> str:
        version, key, words = kept.split(":", 4)[:3]
        return ring().deciphered_alike(f"{version}:{key}:{words}", self.about)

    def compared(self, words: str) -> str:
        """What two that are alike have in common; nothing where that would tell nothing."""
        raise NotImplementedError

    def shown(self, words: str) -> str:
        """What everybody who reads the row may see of it."""
        raise NotImplementedError

    def deconstruct(self) -> Any:
        name, _, args, words = super().deconstruct()
        path = f"django.db.models.{self.plain.__name__}"
        return name, path, args, {**words, "max_length": self.width}

    def db_type_parameters(self, connection: Any) -> Any:
        return {**super().db_type_parameters(connection), "max_length": self.width}


class PhoneField(FoundField, CharField):
    """A telephone: found by its last eleven digits, shown by its last four."""

    width, plain = 255, models.CharField

    def compared(self, words: str) -> str:
        return digits_of(words)

    def shown(self, words: str) -> str:
        return words[-SHOWN:] if len(words) > SHOWN else ""


class MailField(FoundField, EmailField):
    """An address of mail: shown by its first letter and the house it belongs to."""

    width, plain = 1000, models.EmailField

    def compared(self, words: str) -> str:
        return words.strip().lower()

    def shown(self, words: str) -> str:
        return masked_mail(words)


class _Found:
    """Equal by the index under any key of the ring, or as plain words of earlier days."""

    lhs: Any
    rhs: Any

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        field, rhs = self.lhs.output_field, self.rhs
        asked = [rhs] if isinstance(rhs, str) else rhs
        plain = isinstance(asked, Collection) and all(isinstance(it, str) for it in asked)
        if not plain or not all(asked):
            return super().as_sql(compiler, connection)  # type: ignore[misc] # a lookup's own
        column, words = self.process_lhs(compiler, connection)  # type: ignore[attr-defined] # its own
        known = [one for it in asked if (one := field.compared(it))]
        indexes = [index for one in known for index in ring().indexes_of(one)]
        return (
            f"({column} = ANY(%s) OR split_part({column}, ':', 4) = ANY(%s))",
            [*words, list(asked), *words, indexes],
        )


@PhoneField.register_lookup
@MailField.register_lookup
class SameWords(_Found, lookups.Exact):
    """Found again."""


@PhoneField.register_lookup
@MailField.register_lookup
class AmongWords(_Found, lookups.In):
    """One of several found again."""


def digits_of(phone: str) -> str:
    """What two ways of writing one telephone have in common; nothing of too short a one."""
    digits = "".join(it for it in phone if it.isascii() and it.isdigit())
    return digits[-MOST:] if len(digits) >= LEAST else ""


def masked_phone(phone: str) -> str:
    """The last four digits, enough to recognise a number one already knows."""
    if len(phone) > SHOWN:
        return f"*******{phone[-SHOWN:]}"
    return "****" if phone else ""


def masked_mail(address: str) -> str:
    """The first letter and the house it belongs to."""
    name, at, house = address.partition("@")
    return f"{name[:1]}***{at}{house}" if at else ""


def enciphered_columns() -> list[Enciphered]:
    """Every such column of the product."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, Enciphered)
    ]
