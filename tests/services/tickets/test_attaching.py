"""Files hang on the step they came with; whoever sees the ticket may fetch them, nobody else."""

import io
import zipfile
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction

from services.actions.tickets import attaching, closing, handing, working
from services.models import Ticket, TicketAttachment, TicketStep
from services.rules import attachments as room
from services.rules.ticket_refusals import TicketRefused
from tests.factories.accounts import make_access, make_agency, make_unit, make_user
from tests.races import race
from tests.services.tickets.world import NOW, World
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused, NotPermitted
from wuhan_smes.files import attachments as rules
from wuhan_smes.files.models import StoredFile
from wuhan_smes.files.storing import pieces_of
from wuhan_smes.scope import bootstrap_scope, scoped

ATTACH: Final = "services.tickets.attaching.attach"
PDF: Final = b"%PDF-1.7 \xe7\xa4\xba\xe4\xbe\x8b"


def office(*members: str, data: bytes = b"<x/>") -> bytes:
    """An office file as far as the guard looks."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in ("[Content_Types].xml", *members):
            archive.writestr(member, data)
    return kept.getvalue()


def signed(world: World) -> Ticket:
    """A ticket on which the handler has just made a step."""
    ticket, handler = world.ticket("assigned"), world.handler
    with scoped(handler):
        return handing.sign(ticket.pk, access=handler, at=NOW)


def attach(access: Access, ticket: Ticket, name: str = "回函.pdf", data: bytes = PDF) -> Any:
    with scoped(access):
        return attaching.attach(ticket.pk, access=access, at=NOW, name=name, data=data)


@pytest.mark.covers(ATTACH, "works")
def test_a_file_stays_with_the_last_step_of_who_sent_it(world: World) -> None:
    ticket = signed(world)

    made = attach(world.handler, ticket, r"C:\材料\回函.exe", PDF)
    again = attach(world.handler, ticket, "另一个名字.pdf", PDF)

    assert (made.name, made.media_type, made.size) == ("回函.pdf", "application/pdf", len(PDF))
    assert (made.step.move, made.file.sha256) == ("sign", made.sha256)
    assert again == made
    assert StoredFile.objects.filter(sha256=made.sha256).count() == 1
    assert AuditEvent.objects.filter(kind="ticket.attach", target_id=ticket.pk).count() == 1


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (office("word/document.xml"), "说明.docx", "wordprocessingml.document"),
        (office("xl/workbook.xml"), "说明.xlsx", "spreadsheetml.sheet"),
        (office("ppt/presentation.xml"), "说明.pptx", "presentationml.presentation"),
    ],
)
def test_office_files_are_told_by_what_they_hold(data: bytes, name: str, kind: str) -> None:
    read = rules.read_attachment("说明.zip", data)

    assert (read.name, read.media_type) == (name, f"{rules.OFFICE}{kind}")


@pytest.mark.covers(ATTACH, "refused")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<html><script>", "unsupported"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported"),
        (b"MZ\x90\x00", "unsupported"),
        (b"PK\x03\x04 broken", "broken"),
        (office("a.txt"), "unsupported"),
        (office("word/document.xml", "word/vbaProject.bin"), "macros"),
        (office("word/document.xml", data=b"0" * 2_000_000), "bomb"),
        (PDF + b" " * rules.MOST_BYTES, "too_large"),
    ],
)
def test_what_is_of_another_kind_or_could_harm_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as caught:
        rules.read_attachment("材料.pdf", data)

    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b\u202egpj.exe", "   ", ".htaccess"])
def test_no_name_leads_out_of_its_place(name: str) -> None:
    read = rules.read_attachment(name, PDF)

    assert read.name.endswith(".pdf")
    assert not set(read.name) & set("/\\\x00\u202e")


@pytest.mark.covers(ATTACH, "refused")
def test_files_are_added_by_who_made_a_step_and_only_until_the_ticket_moves_on(
    world: World,
) -> None:
    ticket, desk = signed(world), world.desk

    with pytest.raises(TicketRefused, match="您还没有办理过"):
        attach(desk, ticket)
    with scoped(world.handler):
        working.progress(ticket.pk, access=world.handler, at=NOW, note="在谈")
    attach(world.handler, ticket)
    handled = TicketAttachment.objects.get(ticket=ticket).step
    with scoped(world.handler):
        working.reply(ticket.pk, access=world.handler, at=NOW, outcome="solved", note="已对接")
    with scoped(desk):
        closing.audit(ticket.pk, access=desk, at=NOW)

    assert handled.move == "progress"
    with pytest.raises(TicketRefused, match="工单已经流转"):
        attach(world.handler, ticket, data=PDF + b"2")


def test_a_step_and_a_ticket_hold_so_many_files(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_AT_ONCE", 1)
    ticket = signed(world)
    attach(world.handler, ticket)

    with pytest.raises(InputRefused, match="每一步最多 1 个附件"):
        attach(world.handler, ticket, data=PDF + b"2")


@pytest.mark.covers(ATTACH, "reach")
def test_no_file_is_added_to_a_ticket_of_others(world: World) -> None:
    ticket, stranger = signed(world), World().handler

    with pytest.raises(Ticket.DoesNotExist):
        attach(stranger, ticket)


@pytest.mark.covers(ATTACH, "capability")
def test_who_only_looks_adds_nothing(world: World) -> None:
    ticket = signed(world)

    with pytest.raises(NotPermitted):
        attach(make_access("auditor"), ticket)


@pytest.mark.covers(ATTACH, "race")
@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_kept_once() -> None:
    world = World()
    ticket, handler = signed(world), world.handler

    def act() -> Any:
        return attaching.attach(ticket.pk, access=handler, at=NOW, name="a.pdf", data=PDF)

    assert race(act, act, as_first=handler, as_second=handler) == ("done", "done")
    assert TicketAttachment.objects.filter(ticket=ticket).count() == 1


def test_the_agency_fetches_what_the_desk_sent_along_and_another_agency_finds_nothing(
    world: World,
) -> None:
    ticket, desk, agency = world.ticket("triaged"), world.desk, world.agency
    with scoped(desk):
        handing.assign(ticket.pk, access=desk, at=NOW, agency_id=agency.pk)
    file_id = attach(desk, ticket).file_id

    with scoped(world.handler):
        kept = b"".join(pieces_of(StoredFile.objects.get(pk=file_id)))
    stranger = World().handler
    with scoped(stranger):
        found = StoredFile.objects.filter(pk=file_id).exists()

    assert (kept, found) == (PDF, False)


def test_raw_sql_adds_no_file_to_the_step_of_another_nor_changes_one(world: World) -> None:
    ticket = signed(world)
    made = attach(world.handler, ticket)
    first = TicketStep.objects.filter(ticket=ticket).earliest("ordinal")

    with bootstrap_scope(), pytest.raises(Error, match="append-only"), transaction.atomic():
        TicketAttachment.objects.filter(pk=made.pk).update(name="改.pdf")
    with scoped(world.handler), pytest.raises(Error, match="row-level security"):
        TicketAttachment.objects.create(
            ticket=ticket,
            step=first,
            file=StoredFile.objects.get(pk=made.file_id),
            name="别人的.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            added_at=NOW,
            added_by_name="甲",
        )


def test_raw_sql_hands_out_no_file_of_another_by_naming_it(world: World) -> None:
    ticket, handler = signed(world), world.handler
    own = TicketStep.objects.filter(ticket=ticket).latest("ordinal")
    other = make_user("handler", agency=world.agency)
    told = {"media_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    with bootstrap_scope():
        file = StoredFile.objects.create(name="别人的.pdf", owner=other, stored_at=NOW, **told)

    with scoped(handler), pytest.raises(Error, match="of somebody else"):
        TicketAttachment.objects.create(
            ticket=ticket,
            step=own,
            file=file,
            name=file.name,
            added_at=NOW,
            added_by_name="甲",
            **told,
        )


@pytest.mark.django_db(transaction=True)
def test_a_file_travels_with_a_move_and_is_fetched_by_those_who_see_the_ticket(
    client: Any,
) -> None:
    unit, agency = make_unit(), make_agency()
    world = World(unit)
    world.__dict__["agency"] = agency
    user = make_user("handler", agency=agency)
    ticket = world.ticket("assigned")
    client.force_login(user)
    page = f"/tickets/{ticket.pk}/"

    sent = client.post(f"{page}moves/sign/", {"attachments": SimpleUploadedFile("回函.pdf", PDF)})
    listed = client.get(f"/api/v1/tickets/{ticket.pk}/attachments/").json()
    address = f"{page}attachments/{listed[0]['id']}/"
    client.force_login(make_user("district_staff", unit=unit))
    fetched = client.get(address)
    over_http = client.get(f"/api/v1/tickets/{ticket.pk}/attachments/{listed[0]['id']}/file/")
    client.force_login(make_user("district_staff", unit=make_unit()))

    assert (sent.status_code, listed[0]["name"], listed[0]["step"]) == (302, "回函.pdf", 4)
    assert b"".join(fetched.streaming_content) == b"".join(over_http.streaming_content) == PDF
    assert fetched.headers["Content-Disposition"].startswith("attachment;")
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_refused_file_refuses_the_move_and_says_which_on_the_form(client: Any) -> None:
    world = World()
    ticket = world.ticket("assigned")
    client.force_login(make_user("handler", agency=world.agency))

    answer = client.post(
        f"/tickets/{ticket.pk}/moves/sign/",
        {"attachments": SimpleUploadedFile("木马.exe", b"MZ")},
    )

    assert answer.status_code == 400
    assert "“木马.exe”不能作为附件" in answer.content.decode()
    assert Ticket.objects.get(pk=ticket.pk).state == "assigned"


@pytest.mark.django_db
def test_files_come_with_what_is_raised_and_over_http(client: Any) -> None:
    unit = make_unit()
    user = make_user("district_staff", unit=unit)
    client.force_login(user)

    client.post(
        "/tickets/new/",
        {
            "place": f"unit-{unit.pk}",
            "title": "周转资金紧张",
            "text": "希望对接银行",
            "category": "financing",
            "urgency": "normal",
            "channel": "letter",
            "attachments": [
                SimpleUploadedFile("来信.pdf", PDF),
                SimpleUploadedFile("附表.xlsx", office("xl/workbook.xml")),
            ],
        },
    )
    ticket = Ticket.objects.within(access_for(user).reach(Capability.TICKET_VIEW)).get()
    posted = client.post(
        f"/api/v1/tickets/{ticket.pk}/attachments/",
        {"file": SimpleUploadedFile("补充.pdf", PDF + b"2")},
    )

    assert posted.status_code == 201
    kept = TicketAttachment.objects.filter(ticket=ticket).order_by("id")
    assert [(it.name, it.step.move) for it in kept] == [
        ("来信.pdf", "raise"),
        ("附表.xlsx", "raise"),
        ("补充.pdf", "raise"),
    ]
    assert "附件（3 个）" in client.get(f"/tickets/{ticket.pk}/").content.decode()
