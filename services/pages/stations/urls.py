"""Addresses of the pages of stations."""

from django.urls import path

from services.pages.stations import events, lists, people, station

urlpatterns = [
    path("stations/", lists.StationsPage.as_view(), name="stations"),
    path("stations/new/", station.NewStation.as_view(), name="new-station"),
    path("stations/specialists/", lists.SpecialistsPage.as_view(), name="specialists"),
    path("stations/specialists/approve/", people.ApproveSeveral.as_view(), name="approve-several"),
    path("stations/specialists/<int:pk>/approve/", people.Approve.as_view(), name="approve-filing"),
    path("stations/specialists/<int:pk>/decline/", people.Decline.as_view(), name="decline-filing"),
    path("stations/specialists/<int:pk>/renew/", people.Renew.as_view(), name="renew-filing"),
    path("stations/specialists/<int:pk>/leave/", people.Leave.as_view(), name="leave-filing"),
    path("stations/specialists/<int:pk>/move/", people.Move.as_view(), name="move-filing"),
    path(
        "stations/specialists/<int:pk>/reveal/", people.RevealPerson.as_view(), name="reveal-person"
    ),
    path("stations/assignments/", lists.AssignmentsPage.as_view(), name="assignments"),
    path(
        "stations/assignments/hand-over/",
        people.HandOverSeveral.as_view(),
        name="hand-over-several",
    ),
    path("stations/assignments/end/", people.EndSeveral.as_view(), name="end-several"),
    path("stations/events/", lists.EventsPage.as_view(), name="events"),
    path("stations/events/new/", events.NewEvent.as_view(), name="new-event"),
    path("stations/events/<int:pk>/", events.EventPage.as_view(), name="event"),
    path("stations/events/<int:pk>/amend/", events.AmendEvent.as_view(), name="amend-event"),
    path("stations/events/<int:pk>/cancel/", events.CancelEvent.as_view(), name="cancel-event"),
    path(
        "stations/events/<int:pk>/attendance/",
        events.RecordAttendance.as_view(),
        name="record-attendance",
    ),
    path(
        "stations/events/<int:pk>/strike/",
        events.StrikeAttendance.as_view(),
        name="strike-attendance",
    ),
    path("stations/<slug:code>/", station.StationPage.as_view(), name="station"),
    path("stations/<slug:code>/amend/", station.AmendStation.as_view(), name="amend-station"),
    path("stations/<slug:code>/close/", station.CloseStation.as_view(), name="close-station"),
    path("stations/<slug:code>/apply/", station.ApplyHere.as_view(), name="apply-here"),
    path("stations/<slug:code>/assign/", station.AssignHere.as_view(), name="assign-here"),
]
