"""What becomes of the rows that stations keep about an enterprise when it is merged."""

from enterprises.actions.merging.registry import register
from services.actions.joining import JoinedAssignments, JoinedAttendances

register(JoinedAssignments(), JoinedAttendances())
