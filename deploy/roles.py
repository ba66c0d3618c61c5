"""python -m deploy.roles: make or mend the roles of the product, with passwords of your choosing.

ADMIN_DATABASE_URL names a superuser of the product's database; APP_OWNER_PASSWORD,
APP_WEB_PASSWORD and APP_WORKER_PASSWORD are what the three logins are given.
"""

import os
import sys

import psycopg

from wuhan_smes.embedded import roles


def main() -> int:
    needed = ["ADMIN_DATABASE_URL", *(f"{role.upper()}_PASSWORD" for role in roles.LOGINS)]
    if missing := [name for name in needed if not os.environ.get(name)]:
        print(f"未设置环境变量 (not set): {'、'.join(missing)}", file=sys.stderr)  # noqa: T201
        return 1
    passwords = {role: os.environ[f"{role.upper()}_PASSWORD"] for role in roles.LOGINS}
    with psycopg.connect(os.environ["ADMIN_DATABASE_URL"]) as admin:
        roles.bootstrap(admin, passwords)
    return 0


if __name__ == "__main__":
    sys.exit(main())
