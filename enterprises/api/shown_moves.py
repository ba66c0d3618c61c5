"""A request to move, as either side may see it: who holds an enterprise unseen is not told."""

from typing import Any

from rest_framework import serializers

from enterprises.models import MoveRequest, MoveState
from wuhan_smes.access import Access, Capability
from wuhan_smes.web.serializers import UnitSerializer


class MoveRequestSerializer(serializers.Serializer):
    """`from_jurisdiction` and `enterprise` are null to a receiver whose request is not accepted."""

    id = serializers.IntegerField()
    uscc = serializers.CharField()
    name = serializers.CharField()
    enterprise = serializers.IntegerField(allow_null=True)
    from_jurisdiction = UnitSerializer(allow_null=True)
    to_jurisdiction = UnitSerializer()
    asked_by_receiver = serializers.BooleanField()
    on = serializers.DateField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(MoveState.choices)
    asked_by_name = serializers.CharField()
    asked_at = serializers.DateTimeField()
    decided_by_name = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_note = serializers.CharField()
    version = serializers.IntegerField()


def shown(request: MoveRequest, *, access: Access) -> dict[str, Any]:
    """One request in the eyes of `access`."""
    reach = access.reach(Capability.REGISTER_VIEW)
    open_to_me = request.tells(reach)
    sees_it = reach.covers(
        request.to_jurisdiction_id
        if request.state == MoveState.ACCEPTED
        else request.from_jurisdiction_id
    )
    sender, receiver = request.from_jurisdiction, request.to_jurisdiction
    return {
        "id": request.pk,
        "uscc": request.uscc,
        "name": request.enterprise_name,
        "enterprise": request.enterprise_id if sees_it else None,
        "from_jurisdiction": _unit(sender) if open_to_me else None,
        "to_jurisdiction": _unit(receiver),
        "asked_by_receiver": request.asked_by_receiver,
        "on": request.on,
        "reason": request.reason,
        "state": request.state,
        "asked_by_name": request.asked_by_name,
        "asked_at": request.asked_at,
        "decided_by_name": request.decided_by_name if open_to_me else "",
        "decided_at": request.decided_at,
        "decision_note": request.decision_note,
        "version": request.version,
    }


def shown_request(pk: int, *, access: Access) -> dict[str, Any]:
    """The same for a request just made or decided."""
    rows = MoveRequest.objects.within(access.reach(Capability.REGISTER_VIEW))
    return shown(rows.with_units().get(pk=pk), access=access)


def _unit(unit: Any) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name}
