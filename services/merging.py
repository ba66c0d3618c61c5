"""What becomes of the rows that stations and desks keep about an enterprise when it is merged."""

from enterprises.actions.merging.registry import register
from services.actions.joining import JoinedAssignments, JoinedAttendances
from services.actions.joining_tickets import JoinedCommonProblems, JoinedTickets
from services.actions.visit_joining import JoinedVisits

register(JoinedAssignments(), JoinedAttendances(), JoinedVisits())
register(JoinedTickets(), JoinedCommonProblems())
