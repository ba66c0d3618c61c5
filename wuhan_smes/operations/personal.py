"""What is kept of one person, wherever it is kept: for whoever asks what we know of him, or asks us
to forget it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Q

from enterprises.models import Complaint, Contact
from services.choices.stations import FilingState
from services.models import Specialist, Ticket, Visit
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import User
from wuhan_smes.enciphered import EncipheredField, digits_of

# What stands where a word must stand and nobody is to be known by it any more.
GONE: Final = "已删除"


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that tell of a person: by which columns he is known there, and which are about him.

    `forgets` is what his columns hold once he is forgotten; where it is empty, or a row is
    `needed` still, they stay, and `why` says so to him.
    """

    model: type[Model]
    name: str
    phone: str
    about: tuple[str, ...]
    forgets: Mapping[str, object] = field(default_factory=dict)
    needed: Callable[[Any], bool] = lambda _: False
    why: str = ""

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def is_enciphered(self) -> bool:
        return isinstance(self.model._meta.get_field(self.name), EncipheredField)

    def rows(self, *, name: str, phone: str, reach: Reach, locked: bool = False) -> Iterator[Model]:
        """Those in reach that bear the telephone, or the name where none is known."""
        column, word = (self.phone, phone) if phone else (self.name, name)
        if not column:
            return
        every: Any = self.model._default_manager.get_queryset()
        every = every.within(reach).order_by("pk")
        if locked:
            every = every.select_for_update(of=("self",), no_key=True)
        if self.is_enciphered:  # nothing can be searched in it
            same = digits_of if phone else str
            yield from (row for row in every if same(getattr(row, column)) == same(word))
        else:
            yield from every.filter(Q(**{column: word}))

    def told(self, row: Model) -> dict[str, str]:
        """The columns about the person by the words people see."""
        fields = [self.model._meta.get_field(column) for column in self.about]
        return {
            str(getattr(field, "verbose_name", field.name)): str(getattr(row, field.name) or "")
            for field in fields
        }

    def stays(self, row: Model) -> bool:
        return not self.forgets or self.needed(row)

    def forget(self, row: Model, at: datetime) -> None:
        """The row without the person; what happened to the enterprise stays told."""
        words = {
            column: value.format(id=row.pk) if isinstance(value, str) else value
            for column, value in self.forgets.items()
        }
        if isinstance(row, Contact):
            words["ended_at"] = row.ended_at or at
        for column, value in words.items():
            setattr(row, column, value)
        row.version += 1  # type: ignore[attr-defined] # every row that can be changed has one
        row.save(update_fields=[*words, "version"])


def _works(filing: Specialist) -> bool:
    return filing.state in (FilingState.APPLIED, FilingState.APPROVED)


KEPT: Final = (
    Kept(
        Contact,
        "name",
        "phone",
        ("enterprise", "name", "post", "phone", "email", "ended_at"),
        forgets={"name": GONE, "post": "", "phone": GONE, "email": "", "is_primary": False},
    ),
    Kept(
        Specialist,
        "name",
        "phone",
        ("station", "name", "post", "phone", "state", "during"),
        forgets={"name": GONE, "post": "", "phone": GONE + "{id}"},
        needed=_works,
        why="备案有效或待核准期间，履职须能联系到本人；离任后可以删除",
    ),
    Kept(
        Visit,
        "received_name",
        "received_phone",
        ("enterprise_name", "visited_at", "received_name", "received_post", "received_phone"),
        forgets={"received_name": "", "received_post": "", "received_phone": ""},
    ),
    Kept(
        Ticket,
        "contact_name",
        "contact_phone",
        ("number", "enterprise_name", "received_at", "contact_name", "contact_phone"),
        forgets={"contact_name": "", "contact_phone": ""},
        needed=lambda ticket: ticket.closed_at is None,
        why="诉求办结前须能联系到反映人；销号以后可以删除",
    ),
    Kept(
        Complaint,
        "complainant",
        "phone",
        ("number", "received_on", "complainant", "phone"),
        why="实名举报是处理决定的依据，随档案保存",
    ),
    Kept(
        User,
        "display_name",
        "",
        ("username", "display_name", "jurisdiction", "is_active"),
        why="工作人员账号与其留痕须能对应，停用但不删除",
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """One row that tells of a person, and what becomes of it once he asks to be forgotten: `why`
    says what keeps it; empty where nothing does.
    """

    kept: Kept
    row: Model

    @property
    def where(self) -> str:
        return self.kept.title

    @property
    def id(self) -> int:
        return int(self.row.pk)

    @property
    def why(self) -> str:
        return self.kept.why if self.kept.stays(self.row) else ""

    @property
    def told(self) -> dict[str, str]:
        return self.kept.told(self.row)

    @property
    def mark(self) -> str:
        """Another one once somebody changed the row, or what becomes of it."""
        version = getattr(self.row, "version", 0)
        return f"{self.row._meta.label_lower}:{self.id}:{version}:{bool(self.why)}"


def find(*, name: str = "", phone: str = "", reach: Reach, locked: bool = False) -> list[Found]:
    """Everything that tells of a person, within reach."""
    return [
        Found(kept, row)
        for kept in KEPT
        for row in kept.rows(name=name, phone=phone, reach=reach, locked=locked)
    ]
