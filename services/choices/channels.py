"""What is told to the platforms that requests came from."""

from typing import Final

from django.db import models

from services.choices.tickets import Channel

# Platforms and offices with numbers of their own; what is raised here itself comes by other doors.
OUTSIDE: Final = tuple(it for it in Channel if it not in {Channel.VISIT, Channel.STATION})
OUTSIDE_CHOICES: Final = tuple((it.value, it.label) for it in OUTSIDE)


class PushEvent(models.TextChoices):
    """What a channel is told of a request of its own."""

    CLOSED = "ticket.closed", "销号办结"
    REOPENED = "ticket.reopened", "重新办理"


class PushState(models.TextChoices):
    """How far a message is."""

    WAITING = "waiting", "待送达"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "未送达"
