"""Which figure of reports a ticket counts in: one rule a channel, said beside the figures."""

from dataclasses import dataclass
from typing import Final

from services.choices.tickets import Category, Channel, Nature
from services.rules.ticket_raising import nature_of

PROBLEMS: Final = "收集企业困难问题"
APPEALS: Final = "线上线下办结企业诉求"


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """What comes by a channel is, unless who takes it in says otherwise, and where it counts."""

    channel: str
    label: str
    nature: str
    nature_label: str
    counted_in: tuple[str, ...]


def counted_in(nature: str, *, problems_within_appeals: bool) -> tuple[str, ...]:
    """Problems count when they come, appeals and consultations when they are struck off."""
    if nature != Nature.PROBLEM:
        return (APPEALS,)
    return (PROBLEMS, APPEALS) if problems_within_appeals else (PROBLEMS,)


def channel_rules(*, problems_within_appeals: bool) -> list[ChannelRule]:
    """The rule of every channel, in the order of the vocabulary."""
    found = []
    for channel in Channel:
        nature = nature_of(channel, Category.OTHER)
        counted = counted_in(nature, problems_within_appeals=problems_within_appeals)
        labels = str(channel.label), nature.value, str(nature.label)
        found.append(ChannelRule(channel.value, *labels, counted))
    return found


def basis_words(*, problems_within_appeals: bool) -> str:
    """The setting as it stands beside both figures."""
    if problems_within_appeals:
        return "现行口径：办结诉求包含困难问题，两数有重叠，不可相加"
    return "现行口径：办结诉求不含困难问题，两数分别计数"
