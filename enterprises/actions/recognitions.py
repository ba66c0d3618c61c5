"""Giving titles: one by one, a whole list at once, and again after a passed review."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from enterprises.actions.awarding import Award, Sources, again, first_title, renewal
from enterprises.actions.cultivation_steps import arrived_with
from enterprises.actions.title_rows import Title, held_holdings, write_rows
from enterprises.actions.title_versions import held_title, refuse_together, series_held
from enterprises.models import Recognition
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

__all__ = ["Award", "recognise", "recognise_set", "renew", "renew_set"]


@transaction.atomic
def recognise(
    enterprise_id: int, *, access: Access, at: datetime, award: Award, despite: str = ""
) -> Recognition:
    """Award one title. A missing legal prerequisite is refused unless `despite` says why not."""
    (title,) = recognise_set({enterprise_id: award}, access=access, at=at, despite=despite)
    return Recognition.objects.get(pk=title.id)


@transaction.atomic
def recognise_set(
    given: Mapping[int, Award], *, access: Access, at: datetime, despite: str = ""
) -> list[Title]:
    """Award titles to many enterprises in a handful of statements; all of them or none. Whoever was
    on the way to such a title has arrived.
    """
    sources = Sources.of(given.values())
    tiers = sources.tiers_of(given.values())
    holders = held_holdings(given, access, tiers=tiers)
    new: list[tuple[Title | None, Title]] = []
    refused: dict[str, ActionRefused] = {}
    for enterprise_id, award in given.items():
        holder = holders[enterprise_id]
        try:
            title = first_title(sources.completed(award, at), holder, despite=despite)
        except ActionRefused as refusal:
            refused[holder.name] = refusal
        else:
            new.append((None, title))
    refuse_together(refused)
    told = {"despite": despite.strip()} if despite.strip() else {}
    write_rows("title.recognise", new, access, at=at, told=told)
    titles = [title for _, title in new]
    arrived_with(titles, access, at)
    return titles


@transaction.atomic
def renew(
    series: int,
    *,
    access: Access,
    at: datetime,
    award: Award,
    expected_version: int | None = None,
) -> Recognition:
    """The review is passed: a new title follows the old one without a gap, which stays as it was.

    Announced after the old term, the old title is known to have held until the new one began.
    """
    title, _ = held_title(series, access, expected_version)
    end = title.extended_until or title.valid_until
    if award.tier and award.tier != title.tier:
        raise InputRefused(Fault("tier", "other_tier", "复核通过的梯度应与原称号一致"))
    if award.valid_from and end and award.valid_from < end:
        detail = f"复核通过的有效期应自原称号期满之次日（{end}）起"
        raise InputRefused(Fault("valid_from", "overlaps_predecessor", detail))
    (renewed,) = renew_set({series: award}, access=access, at=at)
    return Recognition.objects.get(pk=renewed.id)


@transaction.atomic
def renew_set(given: Mapping[int, Award], *, access: Access, at: datetime) -> list[Title]:
    """Renew many titles, each from where it ends (or later, where the list says so)."""
    return [title for old, title in renewed_set(given, access, at) if old is None]


def renewed_set(
    given: Mapping[int, Award], access: Access, at: datetime
) -> list[tuple[Title | None, Title]]:
    """The same, with every version written: the new titles, and the old ones that had to change."""
    of_series = series_held(given, access)
    holders = held_holdings(of_series.values(), access, tiers=None)
    sources = Sources.of(given.values())
    changed: list[tuple[Title | None, Title]] = []
    refused: dict[str, ActionRefused] = {}
    for series, award in given.items():
        holder = holders[of_series[series]]
        old = holder.title(series)
        try:
            changed += renewal(old, sources.completed(again(award, old), at), holder)
        except ActionRefused as refusal:
            refused[holder.name] = refusal
    refuse_together(refused)
    write_rows("title.renew", changed, access, at=at)
    return changed
