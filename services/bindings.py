"""A key can be bound to a channel: its platform raises requests of its own and asks after them."""

from services.choices.channels import OUTSIDE
from wuhan_smes.access import Capability
from wuhan_smes.accounts.bindings import Binding, bindings

bindings.add(*(Binding(it.value, str(it.label), Capability.CHANNEL_INTAKE) for it in OUTSIDE))
