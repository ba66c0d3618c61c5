"""What stations do: who stands there, whom they look after, where they go and what they raise."""

from services.models.assignments import Assignment, VisitCadence
from services.models.channels import ChannelDelivery, ChannelSubscription
from services.models.events import Campaign, EventAttendance, ServiceEvent
from services.models.notice_ways import NoticeWay
from services.models.notices import Notice
from services.models.policies import TicketPolicy
from services.models.routes import TicketRoute
from services.models.service_formula import ServiceFormula
from services.models.specialists import Specialist
from services.models.stations import StationProfile
from services.models.ticket_attachments import TicketAttachment
from services.models.ticket_events import (
    StudyMeeting,
    Supervision,
    Survey,
    TicketRequest,
)
from services.models.ticket_steps import (
    TicketAgency,
    TicketBasis,
    TicketEnterprise,
    TicketLabel,
    TicketStep,
)
from services.models.tickets import Ticket
from services.models.visit import Visit
from services.models.visit_limits import VisitLimits, VisitTemplate
from services.models.visit_parts import VisitMember, VisitPhoto

__all__ = [
    "Assignment",
    "Campaign",
    "ChannelDelivery",
    "ChannelSubscription",
    "EventAttendance",
    "Notice",
    "NoticeWay",
    "ServiceEvent",
    "ServiceFormula",
    "Specialist",
    "StationProfile",
    "StudyMeeting",
    "Supervision",
    "Survey",
    "Ticket",
    "TicketAgency",
    "TicketAttachment",
    "TicketBasis",
    "TicketEnterprise",
    "TicketLabel",
    "TicketPolicy",
    "TicketRequest",
    "TicketRoute",
    "TicketStep",
    "Visit",
    "VisitCadence",
    "VisitLimits",
    "VisitMember",
    "VisitPhoto",
    "VisitTemplate",
]
