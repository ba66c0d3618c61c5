"""Addresses of the desks."""

from django.urls import path

from services.pages.desks.acts import AskPage, DecideAct, MovePage
from services.pages.desks.board import BoardPage
from services.pages.desks.bulk import BulkPage
from services.pages.desks.contact import AskEnterprise, ContactAct
from services.pages.desks.desk import DeskPage
from services.pages.desks.files import AttachmentPage
from services.pages.desks.leads import ApprovalsPage, SupervisionsPage
from services.pages.desks.one import TicketPage
from services.pages.desks.raising import RaisePage, SuggestAlike, SuggestEnterprises
from services.pages.desks.sheets import SheetAct
from services.pages.papers import TicketPaper

urlpatterns = [
    path("tickets/", DeskPage.as_view(), name="tickets"),
    path("tickets/board/", BoardPage.as_view(), name="ticket-board"),
    path("tickets/bulk/", BulkPage.as_view(), name="ticket-bulk"),
    path("tickets/approvals/", ApprovalsPage.as_view(), name="ticket-approvals"),
    path("tickets/supervisions/", SupervisionsPage.as_view(), name="ticket-supervisions"),
    path("tickets/supervisions/<int:pk>/sheet/", SheetAct.as_view(), name="supervision-sheet"),
    path("tickets/new/", RaisePage.as_view(), name="ticket-new"),
    path(
        "tickets/new/enterprises/",
        SuggestEnterprises.as_view(),
        name="ticket-suggest-enterprises",
    ),
    path("tickets/new/alike/", SuggestAlike.as_view(), name="ticket-suggest-alike"),
    path("tickets/<int:pk>/", TicketPage.as_view(), name="ticket"),
    path("tickets/<int:pk>/moves/<slug:move>/", MovePage.as_view(), name="ticket-move"),
    path("tickets/<int:pk>/ask/<slug:move>/", AskPage.as_view(), name="ticket-ask"),
    path(
        "tickets/<int:pk>/attachments/<int:attachment>/",
        AttachmentPage.as_view(),
        name="ticket-attachment",
    ),
    path("tickets/<int:pk>/decide/", DecideAct.as_view(), name="ticket-decide"),
    path("tickets/<int:pk>/contact/", ContactAct.as_view(), name="ticket-contact"),
    path("tickets/<int:pk>/paper/", TicketPaper.as_view(), name="ticket-paper"),
    path("tickets/<int:pk>/link/", AskEnterprise.as_view(), name="ticket-link"),
]
