"""Addresses of the services' pages."""

from django.urls import path

from services.pages.channels import ChannelsPage, RenewSecretAct, ResendAct, SubscriptionPage
from services.pages.notice_ways import WayPage
from services.pages.notices import NoticesPage, UnreadCount
from services.pages.papers import PaperScan
from services.pages.recalculation import RecalculationPage
from services.pages.service_index import EvidencePage, IndexPage
from services.pages.stats import StatsPage

urlpatterns = [
    path("tickets/stats/", StatsPage.as_view(), name="ticket-stats"),
    path("tickets/channels/", ChannelsPage.as_view(), name="channels"),
    path("tickets/channels/<slug:channel>/", SubscriptionPage.as_view(), name="channel"),
    path(
        "tickets/channels/<slug:channel>/secret/", RenewSecretAct.as_view(), name="channel-secret"
    ),
    path("tickets/deliveries/<int:pk>/resend/", ResendAct.as_view(), name="channel-resend"),
    path("tickets/recalculation/", RecalculationPage.as_view(), name="recalculation"),
    path("service-index/", IndexPage.as_view(), name="service-index"),
    path("service-index/<slug:part>/", EvidencePage.as_view(), name="service-index-rows"),
    path("papers/<int:pk>/", PaperScan.as_view(), name="paper-scan"),
    path("notices/", NoticesPage.as_view(), name="notices"),
    path("notices/ways/<slug:way>/", WayPage.as_view(), name="notice-way"),
    path("notices/unread/", UnreadCount.as_view(), name="notices-unread"),
]
