"""Columns that hold somebody's words enciphered, in every row and every backup."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from wuhan_smes.ciphers import VERSION, ring

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField


class EncipheredField(TextField):
    """Text that the database never sees as it is. Code reads and writes plain words.

    Bound to its column, so that the words of one column copied to another open nothing. Nothing
    can be searched or compared in it. Words that were there before the column was enciphered are
    read as they are, until `encipher_personal` turns them; so are none at all.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        words = super().get_db_prep_save(value, connection)
        return ring().enciphered(words, self.about) if isinstance(words, str) and words else words

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        if not value or not is_enciphered(value):
            return value
        return ring().deciphered(value, self.about)

    @property
    def about(self) -> str:
        """What its words are bound to."""
        return f"{self.model._meta.label_lower}.{self.name}"


def is_enciphered(value: str) -> bool:
    return value.startswith(f"{VERSION}:")


def enciphered_columns() -> list[EncipheredField]:
    """Every such column of the product."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncipheredField)
    ]
