"""Which files feed the documents, the measures, their units, clauses and programmes."""

from collections.abc import Iterator
from typing import Final

from enterprises.rules.spans import day_after
from measures.choices import IndicatorSource, Rhythm
from measures.models import (
    Clause,
    Commitment,
    CommitmentUnit,
    DistrictIndex,
    IndexIndicator,
    Matter,
    Measure,
    MeasureAgency,
    PolicyDocument,
    Programme,
)
from measures.rules.duties import GAPS
from wuhan_smes.reference import Folder, ReferenceTable, Values, source_text

DRAFT: Final = "draft-measures"
ALL_DISTRICTS: Final = "*"


def documents(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("documents.csv"):
        yield {
            "code": line.required("code"),
            "number": line.text("number"),
            "title": line.text("title"),
            "level": line.required("level"),
            "kind": line.required("kind"),
            "status": line.required("status"),
            "issuer": line.text("issuer"),
            "issued_on": line.day("issued_on"),
            "issued_note": line.text("issued_note"),
            "effective_from": line.day("effective_from"),
            "effective_until": day_after(line.day("effective_to")),
            "repeals": line.text("repeals"),
            "flags": line.words("flags"),
            "note": line.text("note"),
            "source": source_text(line, with_note=False),
        }


def measures(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("measures.csv"):
        yield {
            "document": DRAFT,
            "no": line.whole("no"),
            "title": line.required("title"),
            "theme": line.required("theme"),
            "summary": line.required("summary"),
            "note": line.text("note"),
            "flags": line.words("flags"),
        }


def duties(folder: Folder) -> Iterator[Values]:
    """“各区人民政府” becomes one row for each district government."""
    agency_of = folder.names("unit_names.csv", by="written", name="agency")
    governments = [
        line.required("code")
        for line in folder.lines("agencies.csv")
        if line.text("kind") == "district_government"
    ]
    for line in folder.lines("measure_units.csv"):
        written = line.required("written")
        if written not in agency_of:
            raise line.refused("written", f"“{written}”不在单位写法对照表中")
        agency = agency_of[written]
        for code in governments if agency == ALL_DISTRICTS else [agency]:
            yield {
                "measure": f"{DRAFT}/{line.whole('measure')}",
                "agency": code,
                "role": line.required("role"),
                "line": line.whole("line"),
                "position": line.whole("position"),
                "written": written,
            }


def clauses(folder: Folder) -> Iterator[Values]:
    for order, line in enumerate(folder.lines("clauses.json"), 1):
        yield {
            "measure": f"{DRAFT}/{line.whole('measure')}",
            "code": line.required("code"),
            "display_order": order,
            "kind": line.required("kind"),
            "effect": line.required("effect"),
            "title": line.required("title"),
            "subjects": line.words("subjects"),
            "triggers": line.cells.get("triggers", []),
            "condition": line.text("condition"),
            "basis": line.text("basis"),
            "amount": line.amount("amount"),
            "amount_status": line.required("amount_status"),
            "amount_reference": line.text("amount_reference"),
            "value": line.amount("value"),
            "unit": line.text("unit"),
            "comparison": line.text("comparison"),
            "per": line.text("per"),
            "every": line.text("every"),
            "due_on": line.day("due_on"),
            "details": line.cells.get("details", {}),
            "flags": line.words("flags"),
        }


def commitments(folder: Folder) -> Iterator[Values]:
    """Every clause is owed: by its own due date, or by the day its document ends."""
    ends = {
        line.required("code"): line.day("effective_to") for line in folder.lines("documents.csv")
    }
    flags = {line.whole("no"): line.words("flags") for line in folder.lines("measures.csv")}
    led = {
        line.whole("measure")
        for line in folder.lines("measure_units.csv")
        if line.required("role") == "lead"
    }
    for line in folder.lines("clauses.json"):
        no = line.whole("measure")
        rhythm = Rhythm.BY_DUE if line.day("due_on") else Rhythm.ONGOING
        yield {
            "clause": f"{DRAFT}/{no}/{line.required('code')}",
            "rhythm": Rhythm.YEARLY if line.text("every") == "year" else rhythm,
            "due_on": line.day("due_on") or ends[DRAFT],
            "gaps": [flag for flag in flags[no] if flag in GAPS],
            "note": "" if no in led else "措施没有写明牵头单位",
        }


def commitment_units(folder: Folder) -> Iterator[Values]:
    """The units of the measure answer for each of its clauses; one named twice does so once."""
    named: dict[int, dict[str, str]] = {}
    for duty in duties(folder):
        no = int(str(duty["measure"]).rpartition("/")[2])
        roles = named.setdefault(no, {})
        if roles.get(str(duty["agency"])) != "lead":
            roles[str(duty["agency"])] = str(duty["role"])
    for line in folder.lines("clauses.json"):
        of = line.whole("measure") or 0
        for position, (agency, role) in enumerate(named.get(of, {}).items(), 1):
            yield {
                "commitment": f"{DRAFT}/{of}/{line.required('code')}",
                "agency": agency,
                "role": role,
                "position": position,
            }


def matters(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("matters.csv"):
        yield {
            **{name: line.required(name) for name in ("code", "title", "once_per")},
            "note": line.text("note"),
        }


def programmes(folder: Folder) -> Iterator[Values]:
    """Drafts, all of them: no document that states an amount is in force yet."""
    for line in folder.lines("programmes.json"):
        words = ("code", "title", "matter", "document", "mode", "level", "payee_kind", "once_per")
        clause = line.text("clause")
        yield {
            **{name: line.required(name) for name in words},
            "edition": 1,
            "clause": f"{DRAFT}/{line.whole('measure')}/{clause}" if clause else None,
            **{name: line.text(name) for name in ("basis", "note")},
            **{name: line.cells.get(name) for name in ("eligibility", "amount_rule", "deferral")},
        }


def district_indexes(folder: Folder) -> Iterator[Values]:
    """Each edition once, as its first line tells it."""
    known: set[str] = set()
    for line in folder.lines("district_index.csv"):
        edition = line.required("edition")
        if edition not in known:
            known.add(edition)
            yield {
                "edition": line.whole("edition"),
                "title": line.required("title"),
                "effective_from": line.required("effective_from"),
                "source": source_text(line),
            }


def district_indicators(folder: Folder) -> Iterator[Values]:
    for order, line in enumerate(folder.lines("district_index.csv"), 1):
        computed = line.text("computed_by")
        yield {
            "index": line.required("edition"),
            **{name: line.required(name) for name in ("code", "label", "unit", "aim")},
            "weight": line.whole("weight"),
            "source": IndicatorSource.COMPUTED if computed else IndicatorSource.REPORTED,
            "computed_by": computed,
            "full": line.amount("full"),
            "definition": line.required("definition"),
            "display_order": order,
        }


TABLES: Final = (
    ReferenceTable("documents", PolicyDocument, ("code",), documents, {"repeals": "documents"}),
    ReferenceTable("measures", Measure, ("document", "no"), measures, {"document": "documents"}),
    ReferenceTable(
        "measure_units",
        MeasureAgency,
        ("measure", "line", "agency"),
        duties,
        {"measure": "measures", "agency": "agencies"},
    ),
    ReferenceTable("clauses", Clause, ("measure", "code"), clauses, {"measure": "measures"}),
    ReferenceTable("commitments", Commitment, ("clause",), commitments, {"clause": "clauses"}),
    ReferenceTable(
        "commitment_units",
        CommitmentUnit,
        ("commitment", "agency"),
        commitment_units,
        {"commitment": "commitments", "agency": "agencies"},
    ),
    ReferenceTable("matters", Matter, ("code",), matters),
    ReferenceTable(
        "programmes",
        Programme,
        ("code", "edition"),
        programmes,
        {"matter": "matters", "document": "documents", "clause": "clauses"},
    ),
    ReferenceTable("district_indexes", DistrictIndex, ("edition",), district_indexes, final=True),
    ReferenceTable(
        "district_indicators",
        IndexIndicator,
        ("index", "code"),
        district_indicators,
        {"index": "district_indexes"},
        final=True,
    ),
)
