"""What is asked most, or costs most: the statements whose plans are kept, and the pages weighed."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Hot:
    """The dearest of the statements that contain `names`; there must be one. `why` says what the
    plan must look like, and what it would mean if it did not.
    """

    title: str
    who: str
    path: str
    why: str
    names: str


HOTTEST: Final = (
    Hot(
        "Who asks",
        "bureau",
        "/api/v1/enterprises/",
        "Grants of the person with the units below them: a handful of index look-ups before"
        " anything else, in every request. Reading all of a table would be paid by everybody.",
        "FROM accounts_grant",
    ),
    Hot(
        "The register, newest first",
        "bureau",
        "/api/v1/enterprises/?ordering=-id",
        "One index is read backwards and left after 51 rows; how many enterprises there are must"
        " not matter. A Sort would mean that all of them were read.",
        'FROM "enterprises_enterprise"',
    ),
    Hot(
        "A unit's holders of a tier",
        "district_east_lake",
        "/api/v1/enterprises/?tier=srdi_sme",
        "The index of titles in force leads, or the register by unit with titles looked up one by"
        " one: whichever fills the page first. The row policy is a filter on the same column.",
        'FROM "enterprises_enterprise"',
    ),
    Hot(
        "Two characters of a name",
        "bureau",
        "/api/v1/enterprises/?q=光电",
        "The search itself is a function that filters by scope inside (LIKE under row policies has"
        " no index): bigrams through GIN. What is seen here fetches the page by its keys.",
        "enterprise_search",
    ),
    Hot(
        "Titles in force on a day",
        "bureau",
        "/api/v1/recognitions/?tier=little_giant",
        "Known versions of one tier from an index in the order of the list, left after one page.",
        'FROM "enterprises_recognition"',
    ),
    Hot(
        "Counts by unit on any day",
        "bureau",
        "/api/v1/tier-counts/?by=jurisdiction",
        "A function that checks the scope itself: it reads the titles in force and where their"
        " holders stood that day once, from covering indexes, and adds up; grows with the city.",
        "tier_",
    ),
    Hot(
        "Flows of a year",
        "bureau",
        "/api/v1/tier-flows/?from=2025-01-01&to=2025-12-31&by=jurisdiction",
        "A function, too: the same membership at both ends, joined to itself by hash.",
        "tier_",
    ),
    Hot(
        "Tickets of a unit",
        "district_jiangxia",
        "/api/v1/tickets/",
        "Tickets a scope reaches by unit, station or agency, newest first, from their index.",
        'FROM "services_ticket"',
    ),
    Hot(
        "Visits of a unit",
        "district_jiangxia",
        "/api/v1/visits/",
        "An index by unit and moment, left after one page.",
        'FROM "services_visit"',
    ),
    Hot(
        "What is owed",
        "bureau",
        "/api/v1/entitlements/",
        "Lines in the order of the list from an index, left after one page.",
        'FROM "measures_entitlement"',
    ),
)

PAGES: Final = tuple(
    (who, path)
    for who, paths in (
        ("bureau", ("/", "/board/", "/enterprises/", "/titles/", "/targets/", "/reports/")),
        ("bureau", ("/entitlements/", "/measures/", "/imports/", "/tickets/", "/radar/")),
        ("district_jiangxia", ("/", "/board/", "/enterprises/", "/tickets/", "/visits/")),
        ("finance", ("/", "/money/payments/", "/money/budgets/")),
        ("auditor", ("/", "/soundness/")),
    )
    for path in paths
)
