"""What specialists and stations hold that somebody has to take over when they leave or close."""

from services.actions.care import Care
from services.actions.handing_over import register
from services.actions.ticket_matters import CollectedTickets, HandledTickets

register(Care(), HandledTickets(), CollectedTickets())
