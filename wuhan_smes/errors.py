"""Refusals: the ways the product may say no. No web framework in sight.

Every message is a Chinese sentence that says what to do; `code` is for programs.
"""

from dataclasses import dataclass


class ActionRefused(Exception):
    """The action is understood but cannot be done now; nothing was changed (HTTP 409)."""

    code = "refused"

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class NotPermitted(ActionRefused):
    """The person acting lacks the capability (HTTP 403)."""

    code = "not_permitted"


class ConfirmationRequired(Exception):
    """The person may do it, and must prove to be himself first; nothing was changed.

    No ActionRefused: whoever turns refusals into sentences beside a form must not swallow it.
    """

    code = "confirmation_required"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TransitionRefused(ActionRefused):
    """The record is not in a state from which this move is possible."""

    code = "transition_refused"


class StaleVersion(ActionRefused):
    """Somebody changed the record in the meantime (HTTP 412 where If-Match was sent)."""

    code = "stale_version"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one input field."""

    field: str
    code: str
    detail: str


class InputRefused(ActionRefused):
    """The input itself is wrong: each fault names its field (HTTP 400)."""

    code = "invalid"

    def __init__(self, *faults: Fault) -> None:
        super().__init__("；".join(fault.detail for fault in faults))
        self.faults = faults
