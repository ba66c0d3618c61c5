"""What stations and desks build on an enterprise's registration, so that it is not taken back."""

from django.db.models import Q

from enterprises.actions.voiding import builds
from services.models import Assignment, EventAttendance, Ticket, Visit

STANDS = Q(voided_at__isnull=True)

builds(Assignment, STANDS, "之后安排了包联")
builds(Visit, STANDS, "之后有走访记录")
builds(Ticket, Q(), "之后登记了问题")
builds(EventAttendance, Q(), "之后登记了参加活动")
