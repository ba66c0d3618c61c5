"""The state table of money as a page: docs/money.md is written from it."""

from collections.abc import Iterator

from measures.choices import EntitlementState
from measures.rules.flow import FLOW, FOUND
from measures.rules.ledger import BOOK

HEAD = """# 资金流转：状态与动作

每一笔应兑付的资金是一个“兑现事项”，按下表一步一步办理；表外的动作，系统与数据库都不接受。
查找程序只在“待补证、暂缓、拟兑现、落空”之间变动；自区审核起，事项内容不再改动。
"""
TAIL = """
## 分由不同人员办理

- 区审核人不得市复核；安排人不得审批；审批人不得拨付。
- 企业确认账户后，收款人、账号、金额不得改动；审批所依的是四者的摘要。
- 拨付时再次核查：企业是否注销、合并、迁出、列入异常或失信名单，是否在暂停享受期内，
  同一事项是否超过最高标准。
- 退票：原付款冲回，同时以新付款号重新占用，由企业重新确认账户后再次审批、拨付。
- 追回：本金、利息、限期、暂停享受的截止日期；追回的本金不回到原预算。
  全部追回、暂停期满后仍符合条件的，查找程序另立一项，原事项及其步骤照旧留存。
- 已付存疑：每次查找时，已到账的事项按当时所依的日期、现在所知的事实再核一次。
  事后更正使其不再符合的，或使标准降低的（如按上年研发费用比例兑付，数据改低），列入“已付存疑”，
  建议追回同一事项已付合计超过仍符合的最高标准的部分，由财政负责人决定追回，或写明理由不追回。
  再次更正后没有多付的自动销去，情况又变的另列一条；金额因更正变为未知的，不列。
  付款之后才到期、撤销的称号和之后注销的企业不在此列。

## 文件

- 公示与每一次下达的内容在办理时一并留存：各项、金额、日期、文号、电话，附 SHA-256 摘要，不再改动。
- 公示、下达通知与明细表都由留存的内容生成，合计必等于所列各项之和；个人的识别码只留后四位。
- 其后移出批次、异议成立或放弃的，仍列在其中，明细表末列注明何时、因何变动。

## 核验

`manage.py verify_ledger` 逐项核对预算、台账、付款、批次与步骤；有一处不符即列出并以非零状态退出。
收款账号加密保存，页面与接口只显示后四位；查看完整账号须有权限、写明事由，并留痕。
更换密钥：把新密钥写在 `ENCRYPTION_KEYS` 最前面，运行 `manage.py encipher_accounts` 和
`manage.py encipher_factors`，再移除旧密钥。
"""


def rendered() -> str:
    return HEAD + "\n".join((*_moves(), *_book())) + "\n" + TAIL


def _moves() -> Iterator[str]:
    yield "\n## 动作\n"
    yield "| 动作 | 从 | 到 | 权限 | 须写理由 | 说明 |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for row in FLOW:
        before = "、".join(state.label for state in EntitlementState if state in row.frm)
        after = row.to.label if row.to else "不变"
        reason = "是" if row.reason else ""
        cells = (row.move.label, before, after, row.capability.label, reason, row.remark)
        yield f"| {' | '.join(map(str, cells))} |"
    found = "、".join(state.label for state in EntitlementState if state in FOUND)
    yield f"\n由查找程序变动的状态：{found}。"


def _book() -> Iterator[str]:
    yield "\n## 台账\n"
    yield "| 业务 | 转入 | 转出 |"
    yield "| --- | --- | --- |"
    for move, (debit, credit) in BOOK.items():
        yield f"| {move.label} | {debit.label} | {credit.label} |"
