"""What a list of enterprises says besides: where each stands and whom to call. Written by the acts
that the lists of places and of contacts go through.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from enterprises.actions import contact_lists, fact_lists
from enterprises.actions.contact_lists import Person
from enterprises.actions.fact_lists import Saying
from enterprises.actions.taking_back import take_back
from enterprises.exchange import contacts
from enterprises.exchange.dated import day_of, facts_touched
from enterprises.models import EnterprisePlace
from wuhan_smes.exchange.choices import Operation
from wuhan_smes.exchange.kinds import Context, Field, Row, Trace

PLACES: Final = EnterprisePlace._meta.db_table
FIELDS: Final = (
    Field("registered_address", "地址", example="江夏区示例路1号"),
    Field("contact", "联系人", "person", personal=True, example="示例甲"),
    Field("phone", "联系电话", "phone", personal=True, example="13800000000"),
)
Of = Sequence[tuple[Row, int]]
Changes = dict[str, list[object]]


def more_of(of: Of, context: Context) -> dict[int, Changes]:
    """What is new about place and contact of the enterprise of each row (0: not registered yet).

    By identity of the row: in a dry run rows have no number.
    """
    found: dict[int, Changes] = {}
    said = _places(of, context)
    for (row, saying), place in zip(
        said, fact_lists.holding(EnterprisePlace, [it for _, it in said]), strict=True
    ):
        before = place.address if place else ""
        if before != saying.values["address"]:
            found.setdefault(id(row), {})["registered_address"] = [
                before,
                saying.values["address"],
            ]
    people = _people(of)
    known = contact_lists.standing([it for _, it in people])
    for row, person in people:
        before_person = known.get((person.enterprise_id, person.name))
        if before_person is None:
            found.setdefault(id(row), {})["contact"] = ["", person.name]
        elif before_person.phone != person.phone:
            pair: list[object] = [before_person.phone, person.phone]
            found.setdefault(id(row), {})["phone"] = pair
    return found


def apply(of: Of, context: Context) -> Iterator[Trace]:
    access, at = context.access, context.at
    said = _places(of, context)
    if said:
        done = fact_lists.place_set([it for _, it in said], access=access, at=at)
        for (row, saying), replaced in zip(said, done, strict=True):
            pk = saying.enterprise_id
            for gone in replaced.gone if replaced else ():
                yield Trace(row.id, PLACES, gone.pk, Operation.SUPERSEDED, pk)
            for new in replaced.added if replaced else ():
                after = {"registered_address": saying.values["address"]}
                yield Trace(
                    row.id, PLACES, new.pk, Operation.ADDED, pk, "", list(after), after=after
                )
    people = _people(of)
    if people:
        listed = contact_lists.add_set([it for _, it in people], access=access, at=at)
        for (row, person), one in zip(people, listed, strict=True):
            if one is not None:
                yield from contacts.traces(row, person, one, ["contact", "phone"])


def undo(traces: Sequence[Trace], context: Context) -> None:
    of_places = [it for it in traces if it.table == PLACES]
    if of_places:
        targets = {op: {it.target_id for it in of_places if it.operation == op} for op in Operation}
        take_back(
            EnterprisePlace,
            access=context.access,
            at=context.at,
            added=targets[Operation.ADDED],
            superseded=targets[Operation.SUPERSEDED],
        )
    of_people = [it for it in traces if it.table == contacts.TABLE]
    if of_people:
        contacts.undo(of_people, context)


def touched(by_table: Mapping[str, Sequence[Trace]]) -> dict[int, str]:
    found = facts_touched(EnterprisePlace, by_table[PLACES]) if by_table[PLACES] else {}
    return found | (contacts.touched(by_table[contacts.TABLE]) if by_table[contacts.TABLE] else {})


def _places(of: Of, context: Context) -> list[tuple[Row, Saying]]:
    return [
        (
            row,
            Saying(
                pk,
                day_of(row, "on", context),
                {"address": row.values["registered_address"][:200]},
                source=context.source_of(row)[:200],
            ),
        )
        for row, pk in of
        if row.values.get("registered_address")
    ]


def _people(of: Of) -> list[tuple[Row, Person]]:
    """Whom to call: a name without a number says nobody can be reached."""
    return [
        (row, Person(pk, row.values["contact"][:60], row.values["phone"][:30]))
        for row, pk in of
        if row.values.get("contact") and row.values.get("phone")
    ]
