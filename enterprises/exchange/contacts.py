"""People to reach at enterprises. Numbers are personal: pages and provenance show them masked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from enterprises.actions import contact_lists
from enterprises.actions.contact_lists import Listed, Person
from enterprises.exchange.dated import YES_NO, enterprise_of
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.models import Contact
from wuhan_smes.access import Capability
from wuhan_smes.errors import InputRefused
from wuhan_smes.exchange.choices import Operation, Verdict
from wuhan_smes.exchange.kinds import Context, Decision, Field, Kind, Row, Trace, kinds
from wuhan_smes.many_rows import among

TABLE: Final = Contact._meta.db_table
COLUMNS: Final = ("phone", "email", "post")


def decide(rows: Sequence[Row], context: Context) -> Iterator[Decision]:
    people = [_person(row) for row in rows]
    known = contact_lists.standing(people)
    for person in people:
        before = known.get((person.enterprise_id, person.name))
        try:
            contact_lists.require_reachable(person)
        except InputRefused as refusal:
            yield Decision.refused(*refusal.faults)
            continue
        changes = _changes(person, before)
        verdict = Verdict.CHANGED if before is not None else Verdict.NEW
        yield Decision(verdict if changes else Verdict.UNCHANGED, changes, thread=person.name)


def apply(rows: Sequence[Row], context: Context) -> Iterator[Trace]:
    people = [_person(row) for row in rows]
    known = contact_lists.standing(people)
    done = contact_lists.add_set(people, access=context.access, at=context.at)
    for row, person, listed in zip(rows, people, done, strict=True):
        if listed is not None:
            before = known.get((person.enterprise_id, person.name))
            yield from traces(row, person, listed, list(_changes(person, before)))


def undo(traces: Sequence[Trace], context: Context) -> None:
    targets = {op: {it.target_id for it in traces if it.operation == op} for op in Operation}
    contact_lists.take_back_set(
        access=context.access,
        at=context.at,
        added=targets[Operation.ADDED],
        retired=targets[Operation.SUPERSEDED],
        demoted=targets[Operation.UPDATED],
    )


def touched(traces: Sequence[Trace]) -> dict[int, str]:
    added = {it.target_id: it.row_id for it in traces if it.operation == Operation.ADDED}
    ended = dict(Contact.objects.filter(among("pk", added)).values_list("pk", "ended_at"))
    found = {}
    for pk, row_id in added.items():
        if pk not in ended:
            found[row_id] = "企业已转由其他单位管理"
        elif ended[pk] is not None:
            found[row_id] = "联系人已停用或被更新"
    return found


def _person(row: Row) -> Person:
    values = row.values
    return Person(
        enterprise_of(row),
        values["contact"][:60],
        values.get("phone", "")[:30],
        values.get("email", ""),
        values.get("post", "")[:60],
        bool(values.get("is_primary", False)),
    )


def _changes(person: Person, before: Contact | None) -> Mapping[str, Sequence[str]]:
    """What is new about a person; a blank says nothing, and 否 takes no primary contact away."""
    changes = {} if before is not None else {"contact": ["", person.name]}
    for name in COLUMNS:
        was, said = getattr(before, name, ""), getattr(person, name)
        if said and said != was:
            changes[name] = [was, said]
    if person.is_primary and not (before is not None and before.is_primary):
        changes["is_primary"] = ["" if before is None else YES_NO[False], YES_NO[True]]
    return changes


def traces(row: Row, person: Person, listed: Listed, fields: list[str]) -> Iterator[Trace]:
    """Never the number itself."""
    about = (row.id, TABLE)
    if listed.demoted is not None:
        yield Trace(*about, listed.demoted.pk, Operation.UPDATED, person.enterprise_id)
    if listed.gone is not None:
        yield Trace(*about, listed.gone.pk, Operation.SUPERSEDED, person.enterprise_id)
    masked = {"phone": listed.added.masked_phone, "email": listed.added.masked_email}
    yield Trace(
        *about,
        listed.added.pk,
        Operation.ADDED,
        person.enterprise_id,
        person.name,
        fields,
        {},
        {name: masked[name] for name in fields if name in masked},
    )


kinds.add(
    Kind(
        name="contacts",
        title="企业联系人",
        purpose="添加或更新企业联系人；同一企业的同名联系人视为一人，空白不覆盖已登记的值",
        capability=Capability.REGISTER_EDIT,
        fields=(
            Field("contact", "联系人", "person", True, example="张三", personal=True),
            Field("phone", "联系电话", "phone", example="13800000000", personal=True),
            Field("email", "邮箱", "email", example="zhang@example.com", personal=True),
            Field("post", "职务", example="总经理"),
            Field("is_primary", "主要联系人", "boolean", example="是"),
        ),
        decide=decide,
        apply=apply,
        undo=undo,
        touched=touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
