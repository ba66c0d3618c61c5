"""Whether the database itself is what the migrations made of it."""

from typing import Final

from wuhan_smes.soundness import Check, Question, asked, register

QUESTIONS: Final = {
    "index_invalid": Question(
        "索引 {0} 未建成，查询不会使用它",
        """SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE NOT indisvalid AND c.relnamespace = 'public'::regnamespace""",
    ),
    "constraint_unproved": Question(
        "约束 {1}（表 {0}）尚未对已有数据核验",
        """SELECT conrelid::regclass::text, conname FROM pg_constraint
            WHERE NOT convalidated AND connamespace = 'public'::regnamespace""",
    ),
    "trigger_off": Question(
        "触发器 {1}（表 {0}）被停用，相应规则不再由数据库把关",
        """SELECT tgrelid::regclass::text, tgname FROM pg_trigger
             JOIN pg_class c ON c.oid = tgrelid
            WHERE tgenabled = 'D' AND c.relnamespace = 'public'::regnamespace""",
    ),
    "wall_down": Question(
        "表 {0} 的行级安全被关闭，单位之间的数据隔离失效",
        """SELECT c.oid::regclass::text FROM pg_class c
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
              AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid)
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""",
    ),
    "definer_open": Question(
        "函数 {0} 以高权限运行却未固定 search_path",
        """SELECT oid::regprocedure::text FROM pg_proc
            WHERE prosecdef AND pronamespace = 'public'::regnamespace
              AND NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=%', false)""",
    ),
    "login_powerful": Question(
        "数据库登录 {0} 是超级用户或可绕过行级安全",
        """SELECT rolname FROM pg_roles
            WHERE rolname = session_user AND (rolsuper OR rolbypassrls)""",
    ),
}

register(
    Check(
        "database",
        "数据库结构",
        lambda: asked(QUESTIONS),
        "请由数据库管理员比对迁移记录：manage.py migrate --check，查明何人何时改动",
    )
)
