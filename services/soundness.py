"""Whether tickets stand where their steps left them."""

from typing import Final

from wuhan_smes.soundness import Check, Question, asked, register

QUESTIONS: Final = {
    "ticket_stands": Question(
        "工单 {0} 状态为 {1}，最后一步为 {2}",
        """SELECT t.number, t.state, coalesce(s.state_after, '无') FROM services_ticket t
             LEFT JOIN services_ticketstep s ON s.ticket_id = t.id AND s.ordinal = t.step_no
            WHERE s.id IS NULL OR s.state_after <> t.state OR s.holder_kind <> t.holder_kind
               OR s.holder_id IS DISTINCT FROM t.holder_id ORDER BY t.id""",
    ),
    "steps_missing": Question(
        "工单 {0} 应有 {1} 步，库中为 {2} 步",
        """SELECT t.number, t.step_no, s.steps FROM services_ticket t
             JOIN (SELECT ticket_id, count(*) AS steps FROM services_ticketstep
                    GROUP BY ticket_id) s ON s.ticket_id = t.id
            WHERE s.steps <> t.step_no ORDER BY t.id""",
    ),
    "unseen_by_holder": Question(
        "工单 {0} 由部门 {1} 承办，该部门却看不到它",
        """SELECT number, holder_id FROM services_ticket
            WHERE holder_kind = 'agency' AND NOT holder_id = ANY (agency_ids) ORDER BY id""",
    ),
}

register(
    Check("tickets", "诉求工单", lambda: asked(QUESTIONS), "请核对所列工单的步骤，必要时由审计调查")
)
