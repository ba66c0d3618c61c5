"""What another standard would change: two bases over one population, each difference explained."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from enterprises.choices import EnterpriseStatus
from enterprises.models import Enterprise
from enterprises.queries.assessment import Basis, ids_of
from enterprises.queries.highest import holding
from wuhan_smes.access import Reach
from wuhan_smes.rulekit.choices import Result

PASSES: Final = frozenset({Result.MET, Result.MANUAL})
# So many are judged while somebody waits; more are judged in the background.
AT_ONCE: Final = 20_000
TASK: Final = "enterprises.compare_standards"
GAINED, LOST, UNKNOWN = "gained", "lost", "newly_unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """One line, and how many it turns: of those who lost what stops them now, of those who gained
    what stopped them before, of those who became unknown what is not told.
    """

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class RuleChange:
    """How a population moves from one standard to another."""

    verdicts: Mapping[tuple[Result, Result], int]
    reasons: Mapping[str, tuple[Reason, ...]]

    def count(self, outcome: str) -> int:
        return sum(number for pair, number in self.verdicts.items() if outcome_of(*pair) == outcome)

    @property
    def looked_at(self) -> int:
        return sum(self.verdicts.values())

    def kept(self) -> dict[str, Any]:
        """In words that JSON can hold, as the result of a job."""
        return {
            "looked_at": self.looked_at,
            "verdicts": [[was, now, number] for (was, now), number in self.verdicts.items()],
            "reasons": {
                outcome: [asdict(one) for one in found] for outcome, found in self.reasons.items()
            },
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "RuleChange":
        """What `kept` wrote down."""
        verdicts = {(Result(was), Result(now)): n for was, now, n in kept["verdicts"]}
        reasons = {
            outcome: tuple(Reason(**one) for one in found)
            for outcome, found in kept["reasons"].items()
        }
        return cls(verdicts, reasons)


def holders(tier: str, *, on: date, reach: Reach, jurisdiction: str = "") -> QuerySet[Enterprise]:
    """Whom two standards are compared over: active holders of a tier on a day, in reach."""
    active = Enterprise.objects.within(reach).filter(status=EnterpriseStatus.ACTIVE)
    found = active.filter(holding(tier, on=on, reach=reach))
    return found.filter(jurisdiction__code=jurisdiction) if jurisdiction else found


def too_many(population: QuerySet[Enterprise]) -> bool:
    """Whether nobody should wait for the answer."""
    return population.order_by()[: AT_ONCE + 1].count() > AT_ONCE


def outcome_of(before: Result, after: Result) -> str:
    """Gained, lost, newly unknown, or nothing of these."""
    if after in PASSES:
        return "" if before in PASSES else GAINED
    if after == Result.UNKNOWN:
        return "" if before == Result.UNKNOWN else UNKNOWN
    return LOST if before in PASSES else ""


def compared(population: QuerySet[Enterprise], before: Basis, after: Basis) -> RuleChange:
    """Everybody of `population` by both, in one statement."""
    chosen, params = ids_of(population)
    one, two = (basis.compiled().select(chosen, criteria=False) for basis in (before, after))
    sql = (
        "SELECT b.verdict, a.verdict, b.lacking || b.open, a.lacking, a.open, count(*)"  # noqa: S608 - compiled of checked rules
        f" FROM ({one}) b JOIN ({two}) a ON a.id = b.id GROUP BY 1, 2, 3, 4, 5"
    )
    verdicts: dict[tuple[Result, Result], int] = {}
    counts: dict[str, dict[str, int]] = {GAINED: {}, LOST: {}, UNKNOWN: {}}
    with connection.cursor() as cursor:
        cursor.execute(sql, (*params, *params))
        for was, now, stopped, lacking, unknown, number in cursor.fetchall():
            pair = (Result(was), Result(now))
            verdicts[pair] = verdicts.get(pair, 0) + number
            outcome = outcome_of(*pair)
            for code in {GAINED: stopped, LOST: lacking, UNKNOWN: unknown}.get(outcome, ()):
                counts[outcome][code] = counts[outcome].get(code, 0) + number
    sides = {GAINED: before, LOST: after, UNKNOWN: after}
    return RuleChange(
        verdicts,
        {outcome: _reasons(found, sides[outcome]) for outcome, found in counts.items()},
    )


def _reasons(counts: Mapping[str, int], basis: Basis) -> tuple[Reason, ...]:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Reason(code, basis.name_of(code), number) for code, number in ordered)
