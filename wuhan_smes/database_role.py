"""Whether the database login is weak enough to serve people with."""

import logging

from django.db import OperationalError, connection

from wuhan_smes.env import EnvironmentRefused

logger = logging.getLogger(__name__)

POWERS = """
    SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user
"""


def refuse_powerful_login() -> None:
    """Refuse a login that row-level security does not bind.

    A database that is away says nothing about the login, and must not keep the web from starting:
    it serves again by itself once the database is back. Leaves no connection behind, as the
    processes that serve are forked afterwards.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(POWERS)
            name, powerful = cursor.fetchone() or ("", False)
    except OperationalError:
        logger.warning("the database does not answer; its login could not be checked")
        return
    finally:
        connection.close()
    if powerful:
        raise EnvironmentRefused(
            "DATABASE_URL", f"角色 {name} 是超级用户或可绕过行级安全，请改用 app_web 登录"
        )
