"""Every step there might be, tried by hand on a ticket of every state: only the table's succeed."""

from typing import Final

import pytest
from django.db import connection

from services.choices.tickets import TicketMove, TicketState
from services.models import Ticket
from services.rules import tickets as rules
from tests.services.tickets.world import World
from wuhan_smes.scope import bootstrap_scope

# Tries each step with everything else in order, and takes it back whether it succeeded or not.
TRY: Final = """
    CREATE FUNCTION pg_temp.refusals(id bigint, moves text[], states text[])
    RETURNS TABLE (made_by text, led_to text, refused_by text) LANGUAGE plpgsql AS $$
    DECLARE
        was services_ticket;
        since timestamptz;
    BEGIN
        SELECT * INTO STRICT was FROM services_ticket t WHERE t.id = refusals.id;
        since := coalesce(was.held_since, was.closed_at);
        FOR made_by, led_to IN SELECT m, s FROM unnest(moves) m, unnest(states) s LOOP
            BEGIN
                IF made_by <> '' THEN
                    INSERT INTO services_ticketstep (ticket_id, ordinal, round, move, state_before,
                        state_after, at, actor_name, holder_kind, holder_id, holder_name, note,
                        facts, ended, late)
                    VALUES (was.id, was.step_no + 1, was.round, made_by, was.state, led_to, since,
                        '甲', CASE led_to WHEN 'closed' THEN '' ELSE 'unit' END,
                        CASE led_to WHEN 'closed' THEN NULL ELSE was.jurisdiction_id END, '', '',
                        '{}', '{}', '{}');
                END IF;
                UPDATE services_ticket t SET
                    state = led_to, step_no = was.step_no + 1, held_since = since,
                    holder_kind = CASE led_to WHEN 'closed' THEN '' ELSE 'unit' END,
                    holder_id = CASE led_to WHEN 'closed' THEN NULL ELSE was.jurisdiction_id END,
                    holder_name = CASE led_to WHEN 'closed' THEN '' ELSE '甲' END,
                    closed_at = CASE led_to WHEN 'closed' THEN since END,
                    outcome = CASE led_to WHEN 'closed' THEN 'solved' ELSE '' END,
                    review_on = CASE led_to WHEN 'listed' THEN DATE '2027-01-01' END,
                    clocks_paused_at = CASE led_to WHEN 'suspended' THEN since END
                WHERE t.id = was.id;
                SET CONSTRAINTS ALL IMMEDIATE;
                RAISE EXCEPTION 'nothing refused it' USING ERRCODE = 'triggered_action_exception';
            EXCEPTION
                WHEN check_violation THEN
                    GET STACKED DIAGNOSTICS refused_by = CONSTRAINT_NAME;
                WHEN triggered_action_exception THEN
                    refused_by := '';
            END;
            RETURN NEXT;
        END LOOP;
    END $$"""


def refusals(ticket: Ticket, moves: list[str]) -> dict[tuple[str, str], str]:
    """Move and state it leads to → the constraint that refuses it, empty where none does."""
    with bootstrap_scope(), connection.cursor() as cursor:
        cursor.execute(TRY)
        cursor.execute(
            "SELECT made_by, led_to, refused_by FROM pg_temp.refusals(%s, %s, %s)",
            [ticket.pk, moves, TicketState.values],
        )
        return {(move, after): name for move, after, name in cursor.fetchall()}


@pytest.mark.parametrize("before", TicketState.values)
def test_only_the_steps_of_the_table_go_through(world: World, before: str) -> None:
    ticket = world.ticket(before)

    said = refusals(ticket, TicketMove.values)

    assert {step for step, name in said.items() if not name} == {
        (move, after) for move, state, after in rules.steps() if state == before
    }
    assert {(move == TicketMove.RAISE, name) for (move, _), name in said.items() if name} == {
        (True, "ticket_step_first_raises"),
        (False, "ticket_step_is_in_the_table"),
    }


@pytest.mark.parametrize("before", TicketState.values)
def test_no_state_changes_without_its_step(world: World, before: str) -> None:
    ticket = world.ticket(before)

    said = refusals(ticket, [""])

    assert set(said.values()) == {"ticket_moves_by_its_steps"}
    assert len(said) == len(TicketState)
