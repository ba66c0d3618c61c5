"""Random histories of a few firms, told twice: to the database and to the slow model."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import strategies as st

from enterprises.models import (
    EnterpriseChain,
    EnterpriseName,
    EnterprisePlace,
    IndustryStay,
    JurisdictionStay,
    Recognition,
    RecognitionBatch,
    SizeYear,
)
from tests.enterprises.titles.model import Fact, Firm, Title
from tests.factories.accounts import make_unit
from tests.factories.enterprises import make_chain, make_enterprise, make_industry, make_place

# Days on which things happen, and the moments at which we learn of them.
DAYS = [date(2024, 1, 1) + timedelta(days=30 * n) for n in range(8)]
SWITCH = DAYS[4]  # a new chain tree comes into force
NUMBERS = count(1)
UNITS = ["jiangan", "jianghan", "east_lake"]
KINDS = [
    ("tech_sme", ""),
    ("innovative_sme", ""),
    ("srdi_sme", ""),
    ("little_giant", ""),
    ("key_little_giant", ""),
    ("champion", "demonstration"),
    ("champion", "product"),
    ("champion_provincial", ""),
    ("unicorn", "unicorn"),
    ("unicorn", "seed_unicorn"),
    ("gazelle", ""),
]
CAUSES = ["falsification", "unfit", "waived", "not_reviewed", "review_failed", "error"]
CAUSES += ["deregistered", "moved_out"]
OUTCOMES = ["new", "new", "review_passed", "restored", "moved_in"]
GONE = ["moved_out", "deregistered", "merged"]
CAME = ["moved_in", "reactivated", "entered"]


def moment(n: int) -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=n)


@dataclass
class Frame:
    """The rows every world refers to."""

    units: Mapping[str, object]
    places: Mapping[str, object]
    chains: Mapping[str, object]
    industries: Mapping[str, object]
    batches: Mapping[str, object]


def make_frame() -> Frame:
    units = {code: make_unit(code) for code in UNITS}
    places = {}
    for kind in ("street", "park", "cluster"):
        for unit in UNITS[:2]:
            place = make_place(kind, unit=units[unit])
            places[f"{kind}:{unit}"] = place
    chains = {
        f"{version}:{n}": make_chain(version=version, valid_from=start, valid_until=end)
        for version, start, end in (
            ("t1", date(2023, 6, 1), SWITCH),
            ("t2", SWITCH, None),
        )
        for n in (1, 2)
    }
    batches = {}
    for n in (1, 2):
        batch = RecognitionBatch.objects.create(
            tier="srdi_sme",
            kind="new",
            recogniser_level="provincial",
            recogniser="省经信厅",
            ordinal=900 + n,
            year=2024,
            name=f"示例批次{n}",
        )
        batches[str(batch.pk)] = batch
    codes = ("C3976", "C3971", "I6510", "C")
    industries = {code: make_industry(code, name=f"行业{code}") for code in codes}
    return Frame(units, places, chains, industries, batches)


def spans(rng, values, *, gaps=True):
    """Consecutive spans over DAYS, each with a value, some of them missing."""
    cuts = sorted({*rng.sample(DAYS, rng.randint(0, 4)), DAYS[0] - timedelta(400)})
    found = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        if not gaps or rng.random() < 0.75:
            found.append((start, end, rng.choice(values)))
    return found


def told(rng, values, *, gaps=True):
    """The spans as first known and, perhaps, as known better: [(since, until, spans)]."""
    first = spans(rng, values, gaps=gaps)
    if rng.random() < 0.7:
        return [(0, None, first)]
    return [(0, 2, first), (2, None, spans(rng, values, gaps=gaps))]


def ending(rng, start, limit):
    """How a title that may last until `limit` really ends: (how, day, cause)."""
    later = [day for day in DAYS if start < day and (limit is None or day <= limit)]
    how = rng.choice(["term", "withdrawn", "withdrawn", "extended", "open"])
    if how == "open" or not later:
        return ("open", limit, "")
    return (how, rng.choice(later), rng.choice(CAUSES))


def title(rng):
    """The terms of one kind of title, disjoint, each in one or two versions."""
    found = []
    for start, end, outcome in spans(rng, OUTCOMES):
        versions = [(0, None, ending(rng, start, end))]
        if rng.random() < 0.3:
            versions = [(0, 1, versions[0][2]), (1, None, ending(rng, start, end))]
        found.append((start, outcome, rng.choice(["", "0", "1"]), versions))
    return found


def firm_plan(rng):
    return {
        "stays": told(rng, UNITS),
        "titles": {kind: title(rng) for kind in rng.sample(KINDS, rng.randint(1, 6))},
        "names": told(rng, ["甲", "乙", "丙"], gaps=False),
        "place": told(rng, [("jiangan", "jianghan"), ("jianghan", ""), ("", "jiangan")]),
        "chain:t1": told(rng, ["1", "2"]),
        "chain:t2": told(rng, ["1", "2"]),
        "industry": told(rng, ["C3976", "C3971", "I6510", "C"]),
        "size": told(rng, ["small", "medium"]),
        "causes": (rng.choice(GONE), rng.choice(CAME)),
    }


# Each firm hangs on the seed and its number alone, so that a failing world shrinks to one firm.
worlds = st.tuples(st.integers(0, 2**32), st.integers(1, 30)).map(
    lambda drawn: [firm_plan(Random(f"{drawn[0]}/{n}")) for n in range(drawn[1])]
)


def tell(plan, frame: Frame) -> Firm:
    """Write one firm to the database and return it as the model reads it."""
    enterprise = make_enterprise(unit=frame.units["jiangan"])
    for fact in (JurisdictionStay, EnterpriseName):  # what the builder said; the plan says it all
        fact.objects.filter(enterprise=enterprise).update(superseded_at=moment(-10))
    firm = Firm(
        cuts={name: [] for name in ("street", "park", "cluster", "chain", "industry", "size")}
    )
    own = {"enterprise": enterprise, "jurisdiction_id": enterprise.jurisdiction_id}
    _stays(plan, frame, firm, own)
    for fact, row in _facts(plan["names"], own):
        firm.names.append(fact)
        EnterpriseName.objects.create(**row, name=fact.value, search_key=fact.value)
    for fact, row in _facts(plan["place"], own):
        first, second = fact.value
        slots = {"street": first, "park": second, "cluster": second}
        places = {kind: frame.places.get(f"{kind}:{unit}") for kind, unit in slots.items()}
        for kind, place in places.items():
            firm.cuts[kind].append(_as(fact, place.code if place else ""))
        EnterprisePlace.objects.create(**row, **places)
    for version in ("t1", "t2"):
        for fact, row in _facts(plan[f"chain:{version}"], own):
            chain = frame.chains[f"{version}:{fact.value}"]
            firm.cuts["chain"] += _clipped(_as(fact, chain.code), version)
            other = frame.chains[f"{version}:{'2' if fact.value == '1' else '1'}"]
            common = {**row, "chain_version": version}
            EnterpriseChain.objects.create(**common, chain=chain, is_primary=True)
            EnterpriseChain.objects.create(**common, chain=other)
    for fact, row in _facts(plan["industry"], own):
        firm.cuts["industry"].append(_as(fact, fact.value[:3]))
        IndustryStay.objects.create(**row, industry=frame.industries[fact.value])
    for fact, row in _facts(plan["size"], own):
        firm.cuts["size"].append(fact)
        SizeYear.objects.create(**row, year=2024, size_class=fact.value)
    _titles(plan, frame, firm, own)
    return firm


def _facts(versions, own):
    for since, until, found in versions:
        for start, end, value in found:
            yield (
                Fact(value, start, end, since=since, until=until),
                {
                    **own,
                    "during": DateRange(start, end),
                    "recorded_at": moment(since),
                    "superseded_at": None if until is None else moment(until),
                },
            )


def _stays(plan, frame, firm, own):
    gone, came = plan["causes"]
    for since, until, found in plan["stays"]:
        for (fact, row), n in zip(_facts([(since, until, found)], own), count(), strict=False):
            follows = n > 0 and found[n - 1][1] == fact.start
            followed = n + 1 < len(found) and found[n + 1][0] == fact.end
            fact.start_cause = "transferred" if follows else came
            fact.end_cause = "" if fact.end is None else "transferred" if followed else gone
            firm.stays.append(fact)
            JurisdictionStay.objects.create(
                **row,
                unit=frame.units[fact.value],
                start_cause=fact.start_cause,
                end_cause=fact.end_cause,
            )


def _titles(plan, frame, firm, own):
    batches = list(frame.batches)
    for (tier, subclass), terms in plan["titles"].items():
        for start, outcome, batch, versions in terms:
            series = 1_000_000 + next(NUMBERS)
            code = batches[int(batch)] if batch else ""
            for number, (since, until, (how, end, cause)) in enumerate(versions, 1):
                withdrawn = how == "withdrawn"
                firm.titles.append(
                    Title(
                        tier,
                        start,
                        end,
                        since=since,
                        until=until,
                        subclass=subclass,
                        outcome=outcome,
                        cause=cause if withdrawn else "",
                        batch=code,
                        series=series,
                    )
                )
                Recognition.objects.create(
                    **own,
                    series=series,
                    version=number,
                    tier=tier,
                    subclass=subclass,
                    recogniser_level="provincial",
                    batch=frame.batches.get(code),
                    outcome=outcome,
                    recorded_at=moment(since),
                    superseded_at=None if until is None else moment(until),
                    valid_from=start,
                    **_term(how, start, end, cause),
                )


def _term(how, start, end, cause):
    """Columns whose span in force is [start, end)."""
    if how == "withdrawn":
        return {
            "valid_until": end + timedelta(days=90),
            "withdrawn_on": end,
            "withdrawal_cause": cause,
        }
    if how == "extended":
        return (
            {"valid_until": start + timedelta(days=1), "extended_until": end}
            if (end > start + timedelta(days=1))
            else {"valid_until": end}
        )
    if how == "open" and end is None:
        return {"valid_until": start + timedelta(days=1), "review_pending": True}
    return {"valid_until": end}


def _as(fact: Fact, value: str) -> Fact:
    return Fact(value, fact.start, fact.end, since=fact.since, until=fact.until)


def _clipped(fact: Fact, version: str) -> list[Fact]:
    """Only while its tree is the one in force does a chain classify."""
    if version == "t1":
        end = SWITCH if fact.end is None else min(fact.end, SWITCH)
        start = max(fact.start, date(2023, 6, 1))
    else:
        start, end = max(fact.start, SWITCH), fact.end
    if end is not None and end <= start:
        return []
    return [Fact(fact.value, start, end, since=fact.since, until=fact.until)]
