"""Enterprises named in a text, a line each: by credit code or by whole name."""

from enterprises.models import Enterprise
from wuhan_smes.access import Reach


def named(text: str, reach: Reach) -> tuple[list[int], list[str]]:
    """The ids found, in order, and the lines that name nothing (or more than one) in reach."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    rows = Enterprise.objects.within(reach).registered()
    by_code = dict(rows.filter(uscc__in=[it.upper() for it in lines]).values_list("uscc", "pk"))
    by_name: dict[str, list[int]] = {}
    for name, pk in rows.filter(name__in=lines).values_list("name", "pk"):
        by_name.setdefault(name, []).append(pk)
    found: list[int] = []
    missing: list[str] = []
    for line in lines:
        mine = [by_code[line.upper()]] if line.upper() in by_code else by_name.get(line, [])
        if len(mine) == 1:
            found.append(mine[0])
        else:
            missing.append(line)
    return list(dict.fromkeys(found)), missing
