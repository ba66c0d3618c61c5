"""What the states of a ticket are called here: the bureau's own words, else the reply's."""

from collections.abc import Mapping

from services.choices.tickets import TicketState
from services.models import TicketLabel


def state_labels() -> Mapping[str, str]:
    """Every state with its word."""
    own = dict(TicketLabel.objects.values_list("state", "label"))
    return {state.value: own.get(state.value, str(state.label)) for state in TicketState}
