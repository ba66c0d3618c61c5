"""Whether the register's copies say what its dated facts say."""

from typing import Final

from wuhan_smes.soundness import Check, Question, asked, register

QUESTIONS: Final = {
    "name_copy": Question(
        "企业 {0} 登记名称与现用名称记录不一致",
        """SELECT e.id FROM enterprises_enterprise e
              JOIN enterprises_enterprisename f ON f.enterprise_id = e.id
                   AND f.superseded_at IS NULL
                   AND f.during @> (now() AT TIME ZONE 'Asia/Shanghai')::date
             WHERE e.status = 'active' AND f.name <> e.name ORDER BY e.id""",
    ),
    "unit_copy": Question(
        "企业 {0} 的管理单位与在管期间记录不一致",
        """SELECT e.id FROM enterprises_enterprise e
              JOIN enterprises_jurisdictionstay f ON f.enterprise_id = e.id
                   AND f.superseded_at IS NULL
                   AND f.during @> (now() AT TIME ZONE 'Asia/Shanghai')::date
             WHERE e.status = 'active' AND f.unit_id <> e.jurisdiction_id ORDER BY e.id""",
    ),
    "no_unit": Question(
        "企业 {0} 今日没有在管期间记录，不进入任何单位的统计",
        """SELECT e.id FROM enterprises_enterprise e
             WHERE e.status = 'active' AND NOT EXISTS (
                   SELECT FROM enterprises_jurisdictionstay f
                    WHERE f.enterprise_id = e.id
                   AND f.superseded_at IS NULL
                   AND f.during @> (now() AT TIME ZONE 'Asia/Shanghai')::date) ORDER BY e.id""",
    ),
    "merged_into_gone": Question(
        "企业 {0} 并入的企业 {1} 自身状态为 {2}",
        """SELECT e.id, i.id, i.status FROM enterprises_enterprise e
             JOIN enterprises_enterprise i ON i.id = e.merged_into_id
            WHERE i.status = 'voided' OR i.merged_into_id = e.id ORDER BY e.id""",
    ),
}

register(
    Check("register", "企业登记", lambda: asked(QUESTIONS), "请核对所列企业的名称与管理单位记录")
)
