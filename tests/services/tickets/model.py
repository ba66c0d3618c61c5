"""A ticket as the guide of the domain tells it: small, slow and written without the state table.

States and successors are those of the guide; what is counted is counted by hand.
"""

from dataclasses import dataclass, field
from typing import Final

# move → (from → to); "=" stays.
TABLE: Final = {
    "triage": dict.fromkeys(("collected", "self_handled", "returned", "reopened"), "triaged"),
    "decline": {"triaged": "closed"},
    "self_handle": {"triaged": "self_handled"},
    "assign": {"triaged": "assigned"},
    "arbitrate": {"triaged": "assigned"},
    "transfer": {"assigned": "="},
    "sign": {"assigned": "signed"},
    "return": {"assigned": "returned"},
    "progress": {
        "signed": "in_progress",
        **dict.fromkeys(("in_progress", "self_handled", "special_study", "listed"), "="),
    },
    "suspend": {"in_progress": "suspended"},
    "resume": dict.fromkeys(("suspended", "special_study", "listed", "reopened"), "in_progress"),
    "supervise": dict.fromkeys(
        (
            "collected",
            "triaged",
            "self_handled",
            "assigned",
            "signed",
            "returned",
            "in_progress",
            "suspended",
            "special_study",
            "replied",
            "audited",
            "surveyed",
            "listed",
            "reopened",
        ),
        "=",
    ),
    "study": {"in_progress": "special_study"},
    "list": dict.fromkeys(("in_progress", "special_study"), "listed"),
    "reply": dict.fromkeys(("in_progress", "special_study", "self_handled"), "replied"),
    "audit": {"replied": "audited"},
    "send_back": dict.fromkeys(("replied", "audited"), "in_progress"),
    "survey": {"audited": "surveyed", "surveyed": "="},
    "close": dict.fromkeys(("surveyed", "listed"), "closed"),
    "reopen": dict.fromkeys(("surveyed", "closed"), "reopened"),
}
LEAD: Final = frozenset(("arbitrate", "return", "suspend", "supervise", "study", "list"))
HANDLER: Final = frozenset(("sign", "progress", "reply"))
# What nobody in an agency's office ever does, whatever the ticket: refused before it is looked for.
OFFICES: Final = frozenset(
    (
        "decline",
        "assign",
        "arbitrate",
        "transfer",
        "supervise",
        "study",
        "audit",
        "send_back",
        "survey",
        "close",
    )
)
WITH_THE_HANDLER: Final = frozenset(("assigned", "signed", "in_progress", "listed"))


@dataclass
class Told:
    """What the model knows of one ticket. `handler` is "", "unit" or the name of an agency."""

    state: str = "collected"
    round: int = 1
    returns: int = 0
    arbitrated: bool = False
    handler: str = ""
    unsatisfied: bool = False
    grade: int = 1
    answered_by: str = ""
    steps: int = 1
    handed: bool = False
    states: list[str] = field(default_factory=lambda: ["collected"])

    def answer(self, move: str, who: str) -> str:
        """What `who` (desk, second, lead, handler) is told: made, refused or unseen.

        The unit's people always see it; the agency from the day it was handed the ticket, for good.
        """
        if who == "handler" and not self.handed and move not in OFFICES:
            return "unseen"
        return "made" if self.allows(move, who) else "refused"

    def allows(self, move: str, who: str) -> bool:
        """Whether `who` may make `move` now."""
        if self.state not in TABLE[move] or not self._his(move, who):
            return False
        match move:
            case "assign":
                return self.returns < 3 or self.arbitrated
            case "return":
                return not self.arbitrated
            case "audit":
                return who != self.answered_by
            case "resume" if self.state == "reopened":
                return bool(self.handler)
            case _:
                return True

    def make(self, move: str, who: str) -> None:
        """What becomes of it."""
        to = TABLE[move][self.state]
        match move:
            case "triage":
                self.handler = ""
            case "self_handle":
                self.handler, self.answered_by = "unit", who
            case "assign" | "arbitrate" | "transfer":
                self.handler, self.answered_by, self.handed = "agency", "", True
                self.arbitrated = self.arbitrated or move == "arbitrate"
            case "return":
                self.handler, self.returns = "", self.returns + 1
            case "sign" | "reply":
                self.answered_by = who
            case "survey":
                self.unsatisfied = who == "second"
            case "reopen":
                self.grade = min(3, self.grade + self.unsatisfied)
                self.round, self.returns, self.arbitrated = self.round + 1, 0, False
                self.unsatisfied = False
        self.state = self.state if to == "=" else to
        self.steps += 1
        self.states.append(self.state)

    @property
    def holder(self) -> str:
        """Who has the ball."""
        if self.state == "closed":
            return ""
        if self.state == "suspended":
            return "enterprise"
        if self.state == "self_handled":
            return "unit"
        return "agency" if self.state in WITH_THE_HANDLER and self.handler == "agency" else "unit"

    def _his(self, move: str, who: str) -> bool:
        if move in HANDLER:
            if self.handler == "agency":
                return who == "handler"
            return self.handler == "unit" and who != "handler"
        if move in LEAD:
            return who == "lead"
        if move == "resume":
            return self._resumes(who)
        return who != "handler"

    def _resumes(self, who: str) -> bool:
        handles = who == "handler" and self.handler == "agency"
        match self.state:
            case "special_study":
                return who == "lead"
            case "reopened":
                return who != "handler"
            case _:
                return handles or who != "handler"
