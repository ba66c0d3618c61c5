"""No row of an enterprise is forgotten when it is merged: every relation has its handler."""

import pytest

from enterprises.actions.merging import registry
from enterprises.actions.merging.rows import MovedRows
from enterprises.models import Contact


def test_every_relation_to_an_enterprise_says_what_becomes_of_it_in_a_merge() -> None:
    """Name the relation in your app's merging.py; until then every merge is refused."""
    assert registry.unknown_relations() == []


def test_no_handler_names_a_relation_that_is_gone() -> None:
    named = {name for handler in registry.HANDLERS.values() for name in handler.relations}

    assert named - registry.relations() == set()


def test_a_relation_belongs_to_one_handler() -> None:
    with pytest.raises(ValueError, match=r"enterprises\.Contact\.enterprise"):
        registry.register(MovedRows(Contact, label="联系人"))
