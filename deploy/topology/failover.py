"""What to do when the primary is gone, in the order in which a person would do it."""

from deploy.topology.house import House
from deploy.topology.node import Node
from wuhan_smes.embedded.refusal import StartRefused


def fail_over(house: House) -> Node:
    """Promote the replica that received most; the others follow it, the pooler leads to it.

    What was acknowledged lies on at least one replica, and so on the one that received most. The
    old primary must be off, and stay off until it is made a copy of the new one.
    """
    if house.leading.is_running:
        raise StartRefused(f"{house.primary} 仍在运行，不能切换 (the old primary still runs)")
    survivors = house.following
    if not survivors:
        raise StartRefused("没有可提升的备库 (no replica to promote)")
    chosen = max(survivors, key=Node.received)
    chosen.promote()
    others = [node for node in survivors if node is not chosen]
    for node in others:
        node.follow(chosen)
    house.primary = chosen.name
    house.pooler.lead_to(chosen, others)
    return chosen


def come_back(house: House, node: Node) -> None:
    """A server that was away becomes a copy of the present primary, whatever it was before."""
    node.copy(house.leading)
    node.start()
    house.pooler.lead_to(house.leading, house.following)
