"""What is kept of one person, wherever it is kept: for whoever asks what we know of him."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model, Q

from enterprises.models import Complaint, Contact
from services.models import Specialist, Ticket, Visit
from wuhan_smes.accounts.models import User
from wuhan_smes.enciphered import EncipheredField


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that tell of a person: by which columns he is known there, and which are about him."""

    model: type[Model]
    name: str
    phone: str
    about: tuple[str, ...]

    @property
    def is_enciphered(self) -> bool:
        return isinstance(self.model._meta.get_field(self.name), EncipheredField)

    def rows(self, *, name: str, phone: str) -> Iterator[Model]:
        """Those that bear the telephone, or the name where none is known."""
        column, word = (self.phone, phone) if phone else (self.name, name)
        if not column:
            return
        every: Any = self.model._default_manager.order_by("pk")
        if self.is_enciphered:  # nothing can be searched in it
            yield from (row for row in every.iterator() if getattr(row, column) == word)
        else:
            yield from every.filter(Q(**{column: word}))

    def told(self, row: Model) -> dict[str, str]:
        """The columns about the person by the words people see."""
        fields = [self.model._meta.get_field(column) for column in self.about]
        return {
            str(getattr(field, "verbose_name", field.name)): str(getattr(row, field.name) or "")
            for field in fields
        }


KEPT: Final = (
    Kept(Contact, "name", "phone", ("enterprise", "name", "post", "phone", "email", "ended_at")),
    Kept(Specialist, "name", "phone", ("station", "name", "post", "phone", "state", "during")),
    Kept(
        Visit,
        "received_name",
        "received_phone",
        ("enterprise_name", "visited_at", "received_name", "received_post", "received_phone"),
    ),
    Kept(
        Ticket,
        "contact_name",
        "contact_phone",
        ("number", "enterprise_name", "received_at", "contact_name", "contact_phone"),
    ),
    Kept(Complaint, "complainant", "phone", ("number", "received_on", "complainant", "phone")),
    Kept(User, "display_name", "", ("username", "display_name", "jurisdiction", "is_active")),
)


def kept_of(*, name: str, phone: str) -> Iterator[dict[str, Any]]:
    """Everything, within the scope it is asked in."""
    for kept in KEPT:
        for row in kept.rows(name=name, phone=phone):
            yield {
                "where": str(kept.model._meta.verbose_name),
                "id": row.pk,
                "kept": kept.told(row),
            }
