"""Who opens a ticket when somebody objects to what was publicised: told to the flow of money."""

from measures.actions.flow.objection_ticket import raised_by
from services.actions.objections import ticket_of_objection

raised_by(ticket_of_objection)
