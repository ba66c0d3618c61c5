"""What surrounds the rows of one import, and what the reader is told before it looks at a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wuhan_smes.access import Access, Reach
from wuhan_smes.exchange.choices import SourceRank
from wuhan_smes.exchange.headers import header_key
from wuhan_smes.exchange.kinds import Context, Kind, kinds
from wuhan_smes.exchange.models import HeaderAlias, Import, RememberedColumns
from wuhan_smes.files.storing import write_to

REMEMBERED_AT_MOST = 500


def context_of(import_: Import, *, access: Access, at: datetime) -> Context:
    """Who imports what, for the kind's functions."""
    return Context(
        import_id=import_.pk,
        access=access,
        at=at,
        source=f"{import_.number}《{import_.file_name}》"[:150],
        rank=SourceRank(import_.rank),
        jurisdiction_id=import_.jurisdiction_id,
        answers=import_.answers,
    )


def spec_of(import_: Import, *, access: Access) -> dict[str, Any]:
    """The reader's instructions: fields with every alias known to the unit, what was remembered
    and confirmed, and what a person said of the whole file.
    """
    kind = kinds.get(import_.kind)
    spec = spec_for(kind, access=access, unit_id=import_.jurisdiction_id)
    remembered = RememberedColumns.objects.filter(
        kind=kind.name, jurisdiction_id=import_.jurisdiction_id
    ).order_by("-used_at")[:REMEMBERED_AT_MOST]
    return spec | {
        "file_name": import_.file_name,
        "remembered": {it.fingerprint: it.columns for it in remembered},
        "columns": import_.columns,
        "answers": import_.answers,
    }


def spec_for(kind: Kind, *, access: Access, unit_id: int) -> dict[str, Any]:
    """What the reader must know of a kind, whichever file it is to read."""
    reach, aliases = access.reach(kind.capability), aliases_of(kind, unit_id)
    return {
        "fields": [
            {
                "name": it.name,
                "label": it.label,
                "type": it.type,
                "required": it.required,
                "ask": it.ask,
                "aliases": aliases.get(it.name, []),
                "options": None if it.options is None else dict(it.options(reach)),
            }
            for it in kind.all_fields
        ],
        "identity": [it.name for it in kind.subject.fields] if kind.subject else [],
        "parsers": dict(kind.parsers),
        "sections": {words: dict(values) for words, values in kind.sections.items()},
    }


@contextmanager
def on_disk(import_: Import) -> Iterator[Path]:
    """The file as a real one while the block runs, for the reader's process."""
    with TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / "file"
        write_to(import_.file, path)
        yield path


def aliases_of(kind: Kind, unit_id: int) -> dict[str, list[str]]:
    """Field → ways to head its column: its label, everybody's aliases, those of the unit."""
    found = {it.name: [header_key(it.label)] for it in kind.all_fields}
    reach = Reach(frozenset({unit_id}))
    rows = HeaderAlias.objects.within(reach).filter(field__in=found).order_by("id")
    for field, alias in rows.values_list("field", "alias"):
        found[field].append(alias)
    return found
