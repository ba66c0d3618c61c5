"""What becomes of the rows that stations keep about an enterprise when it is merged."""

from enterprises.actions.merging.registry import register
from services.actions.joining import JoinedAssignments, JoinedAttendances
from services.actions.visit_joining import JoinedVisits

register(JoinedAssignments(), JoinedAttendances(), JoinedVisits())
