"""Is the book what it should be? Asked of the rows alone, as if no trigger had ever watched."""

from collections.abc import Iterator
from typing import Final

from wuhan_smes.soundness import Finding, Question, asked

QUESTIONS: Final = {
    "budget_total": Question(
        "预算 {0}：总额 {1}，台账下达合计 {2}",
        """SELECT b.id, b.total, coalesce(sum(CASE WHEN e.credit = 'source' THEN e.amount
                  WHEN e.debit = 'source' THEN -e.amount END), 0) AS told
             FROM measures_budget b LEFT JOIN measures_ledgerentry e ON e.budget_id = b.id
            GROUP BY b.id HAVING b.total <> coalesce(sum(CASE WHEN e.credit = 'source' THEN e.amount
                  WHEN e.debit = 'source' THEN -e.amount END), 0)""",
    ),
    "budget_committed": Question(
        "预算 {0}：可用 {1}，台账可用科目余额 {2}",
        """SELECT b.id, b.total - b.committed, coalesce(sum(CASE WHEN e.debit = 'available'
                  THEN e.amount WHEN e.credit = 'available' THEN -e.amount END), 0)
             FROM measures_budget b LEFT JOIN measures_ledgerentry e ON e.budget_id = b.id
            GROUP BY b.id HAVING b.total - b.committed <> coalesce(sum(
                  CASE WHEN e.debit = 'available' THEN e.amount
                  WHEN e.credit = 'available' THEN -e.amount END), 0)""",
    ),
    "entry_sides": Question(
        "分录 {0}：业务 {1} 的科目不对（{2}）",
        """SELECT id, move, debit || '/' || credit FROM measures_ledgerentry
            WHERE NOT measures_book(move, debit, credit)""",
    ),
    "payment_book": Question(
        "付款 {0}：状态 {1}，台账占用与拨付合计 {2}",
        """SELECT p.order_no, p.state, coalesce(b.held, 0)::text || '/' || coalesce(b.gone, 0)::text
             FROM measures_payment p LEFT JOIN (
                  SELECT payment_id,
                         sum(CASE WHEN debit = 'reserved' THEN amount
                                  WHEN credit = 'reserved' THEN -amount ELSE 0 END) AS held,
                         sum(CASE WHEN debit = 'paid' THEN amount WHEN move = 'recover' THEN 0
                                  WHEN credit = 'paid' THEN -amount ELSE 0 END) AS gone
                    FROM measures_ledgerentry GROUP BY payment_id) b ON b.payment_id = p.id
            WHERE coalesce(b.held, 0) <> CASE WHEN p.state IN ('reserved', 'submitted', 'approved')
                                              THEN p.amount ELSE 0 END
               OR coalesce(b.gone, 0) <> CASE WHEN p.state IN ('released', 'settled')
                                              THEN p.amount ELSE 0 END""",
    ),
    "payment_digest": Question(
        "付款 {0}：收款人、账号或金额与审批时不一致",
        """SELECT p.order_no FROM measures_payment p
             JOIN measures_entitlement e ON e.id = p.entitlement_id
            WHERE p.state NOT IN ('reserved', 'void') AND p.digest <> measures_payment_digest(
                  p.order_no, e.payee_id, p.account_id, p.amount)""",
    ),
    "payment_eyes": Question(
        "付款 {0}：安排、审批、拨付未分由两人办理",
        """SELECT order_no FROM measures_payment
            WHERE approved_by_id = proposed_by_id OR released_by_id = approved_by_id""",
    ),
    "payable": Question(
        "事项 {0}：已安排 {1}，超过应兑付 {2}",
        """SELECT e.id, sum(p.amount), e.payable FROM measures_entitlement e
             JOIN measures_payment p ON p.entitlement_id = e.id
            WHERE p.state NOT IN ('void', 'returned')
            GROUP BY e.id HAVING sum(p.amount) > coalesce(e.payable, 0)""",
    ),
    "batch": Question(
        "批次 {0}：合计 {1}，各项之和 {2}",
        """SELECT b.number, b.total, coalesce(sum(p.amount), 0) FROM measures_disbursementbatch b
             LEFT JOIN measures_payment p ON p.batch_id = b.id
                                         AND p.state NOT IN ('void', 'returned')
            GROUP BY b.id HAVING b.total <> coalesce(sum(p.amount), 0)""",
    ),
    "paper": Question(
        "批次 {0}：{1} 的内容、合计与摘要不符",
        """SELECT b.number, k.kind FROM measures_disbursementpaper k
             JOIN measures_disbursementbatch b ON b.id = k.batch_id
            WHERE k.digest <> encode(sha256(convert_to(k.canonical, 'UTF8')), 'hex')
               OR k.total <> (k.canonical::jsonb ->> 'total')::numeric
               OR k.total <> (SELECT sum((l ->> 'amount')::numeric)
                                FROM jsonb_array_elements(k.canonical::jsonb -> 'lines') l)""",
    ),
    "paper_missing": Question(
        "批次 {0}：已公示而没有留存公示内容",
        """SELECT b.number FROM measures_publicnotice n
             JOIN measures_disbursementbatch b ON b.id = n.batch_id
            WHERE NOT EXISTS (SELECT FROM measures_disbursementpaper k
                               WHERE k.batch_id = b.id AND k.kind = 'notice')""",
    ),
    "clawback": Question(
        "事项 {0}：登记收回本息 {1}，台账 {2}",
        """SELECT c.entitlement_id, c.told, coalesce(b.came, 0)
             FROM (SELECT entitlement_id, sum(received + interest_received) AS told
                     FROM measures_clawback GROUP BY entitlement_id) c
             LEFT JOIN (SELECT p.entitlement_id, sum(e.amount) AS came
                          FROM measures_ledgerentry e JOIN measures_payment p ON p.id = e.payment_id
                         WHERE e.debit = 'recovered' GROUP BY p.entitlement_id) b
                    ON b.entitlement_id = c.entitlement_id
            WHERE c.told <> coalesce(b.came, 0)""",
    ),
    "line_steps": Question(
        "事项 {0}：状态 {1}，最后一步为 {2}",
        """SELECT e.id, e.state, s.state_after FROM measures_entitlement e
             JOIN measures_entitlementstep s ON s.entitlement_id = e.id AND s.ordinal = e.step_no
            WHERE s.state_after <> e.state
              AND NOT (s.state_after IN ('missing_evidence', 'deferred', 'proposed', 'lapsed')
                       AND e.state IN ('missing_evidence', 'deferred', 'proposed', 'lapsed'))""",
    ),
}


def findings() -> Iterator[Finding]:
    """What does not add up, within the scope it is asked in."""
    return asked(QUESTIONS)
