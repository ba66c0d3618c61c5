"""Which files feed the vocabularies of the register, the targets and the reported figures."""

from collections.abc import Iterator
from typing import Final

from enterprises.models import (
    ChainMapping,
    Industry,
    IndustryChain,
    JumpThreshold,
    Place,
    ReportedFigure,
    SizeThreshold,
    SourceFlag,
    TierDefinition,
    TierTarget,
)
from enterprises.rules.spans import day_after
from wuhan_smes.reference import Folder, Line, ReferenceTable, Values, source_text

INDICATORS: Final = ("staff", "revenue", "assets")
CLASSES: Final = ("small", "medium", "large")
RELATIONS: Final = {"same": "同一产业链", "part": "部分对应", "related": "相关"}
BASES: Final = {
    "stock": "时点数",
    "flow": "当期数",
    "cumulative": "累计数",
    "standard": "标准",
    "target": "目标",
}
CITY: Final = "wuhan"


def industries(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("industries.csv"):
        yield {
            "code": line.required("code"),
            "name": line.required("name"),
            "level": line.whole("level"),
            "parent": line.text("parent"),
        }


def size_thresholds(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("size_thresholds.csv"):
        yield {
            "code": line.whole("code"),
            "category": line.required("category"),
            "prefixes": line.required("gbt4754_prefixes").split(";"),
            **{f"{i}_{c}": line.whole(f"{i}_{c}") for i in INDICATORS for c in CLASSES},
            "note": line.text("note"),
            "source": "工信部联企业〔2011〕300号、国统字〔2017〕213号",
        }


def chains(folder: Folder) -> Iterator[Values]:
    versions = {line.required("code"): line for line in folder.lines("chain_versions.csv")}
    for line in folder.lines("chains.csv"):
        version = versions[line.required("version")]
        yield {
            "version": line.required("version"),
            "code": line.required("code"),
            "name": line.required("name"),
            "group": line.required("group_name"),
            "display_order": line.whole("position"),
            "valid_from": version.day("valid_from"),
            "valid_until": day_after(version.day("valid_to")),
            "source": f"{version.required('name')}；{source_text(version)}"[:200],
        }


def chain_mappings(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("chain_mapping.csv"):
        relation = RELATIONS[line.required("relation")]
        yield {
            "earlier": line.required("from_chain"),
            "later": line.required("to_chain"),
            "note": f"{relation}（{source_text(line)}）",
        }


def places(folder: Folder) -> Iterator[Values]:
    """Streets only: parks, buildings and clusters are entered by the units."""
    for line in folder.lines("townships.csv"):
        hint = line.required("unit_confidence") == "hint"
        yield {
            "kind": "street",
            "code": line.required("code"),
            "name": line.required("name"),
            "jurisdiction": line.required("unit"),
            "township_code": line.required("code"),
            "note": "管理单位按线索归入，待核" if hint else "",
            "source": line.required("source"),
        }


def tiers(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("tiers.csv"):
        yield {
            "code": line.required("code"),
            "name": line.required("name"),
            "recogniser_level": line.text("recogniser_level"),
            "valid_months": line.whole("valid_months"),
            "ladder_rank": line.whole("ladder_rank"),
            "display_rank": line.whole("display_rank"),
            "prerequisites": line.words("prerequisite_any"),
            "update_due": line.text("update_due"),
            "notice_workdays": line.whole("notice_workdays") or 5,
            "note": line.text("note"),
            "source": line.text("recogniser"),
        }


def flags(folder: Folder) -> Iterator[Values]:
    short = folder.names("documents.csv", by="code", name="short")
    for line in folder.lines("flags.csv"):
        yield {
            "code": line.required("code"),
            "place": f"{short[line.required('document')]}{line.required('place')}",
            "text": line.required("text"),
        }


def tier_targets(folder: Folder) -> Iterator[Values]:
    """Targets counted in titles; the others are clauses of measures and stay there."""
    titles = folder.names("documents.csv", by="code", name="title")
    for line in folder.lines("targets.csv"):
        if not line.text("tier"):
            continue
        yield {
            "code": line.required("code"),
            "label": line.required("label"),
            "tier": line.required("tier"),
            "jurisdiction": CITY,
            "each_chain": line.required("scope") == "chain",
            "due_on": line.day("due_on"),
            "every_year": line.text("every") == "year",
            "value": line.whole("value"),
            "unit": line.required("unit"),
            "basis": line.required("basis"),
            "definition": line.text("definition"),
            "document": titles["draft-measures"],
            "clause": f"第 {line.required('clause')[:-1]} 条",
            "flags": line.words("flags"),
        }


def reported_figures(folder: Folder) -> Iterator[Values]:
    titles = folder.names("documents.csv", by="code", name="title")
    for order, line in enumerate(folder.lines("reported_figures.csv"), 1):
        if not line.text("as_of") and not line.text("stated_on"):
            raise line.refused("stated_on", "没有统计截止日，也没有公布日期，不能收录")
        if line.amount("value") is None:
            raise line.refused("value", "没有数值，不能收录")
        computed_by = line.text("computed_by")
        yield {
            "code": line.required("code"),
            "label": line.required("label"),
            "group": line.required("group"),
            "value": line.amount("value"),
            "qualifier": line.required("qualifier"),
            "unit": line.required("unit"),
            "basis_note": _basis(line),
            "as_of": line.day("as_of"),
            "stated_on": line.day("stated_on"),
            "document": titles[line.required("document")],
            "clause": line.required("clause"),
            "counterpart": line.required("counterpart"),
            "computed_by": computed_by,
            "tier": computed_by.removeprefix("tier_holders:") if ":" in computed_by else "",
            "note": line.text("note"),
            "flags": line.words("flags"),
            "display_order": order,
        }


def jump_thresholds(folder: Folder) -> Iterator[Values]:
    for line in folder.lines("jump_thresholds.csv"):
        yield {
            **{name: line.required(name) for name in ("code", "indicator", "against")},
            **{name: line.whole(name) for name in ("rise", "fall")},
            "least": line.whole("least"),
            "source": source_text(line),
        }


def _basis(line: Line) -> str:
    parts = (
        BASES[line.required("basis")],
        line.text("period"),
        f"原文“{line.required('term')}”",
        line.text("as_of_note"),
    )
    return "；".join(part for part in parts if part)


TABLES: Final = (
    ReferenceTable("industries", Industry, ("code",), industries, {"parent": "industries"}),
    ReferenceTable("size_thresholds", SizeThreshold, ("code",), size_thresholds),
    ReferenceTable("chains", IndustryChain, ("code",), chains),
    ReferenceTable(
        "chain_mapping",
        ChainMapping,
        ("earlier", "later"),
        chain_mappings,
        {"earlier": "chains", "later": "chains"},
    ),
    ReferenceTable("places", Place, ("code",), places, {"jurisdiction": "jurisdictions"}),
    ReferenceTable("tiers", TierDefinition, ("code",), tiers),
    ReferenceTable("flags", SourceFlag, ("code",), flags),
    ReferenceTable(
        "tier_targets", TierTarget, ("code",), tier_targets, {"jurisdiction": "jurisdictions"}
    ),
    ReferenceTable("jump_thresholds", JumpThreshold, ("code",), jump_thresholds),
    ReferenceTable("reported_figures", ReportedFigure, ("code",), reported_figures),
)
