"""What `up` says once everything answers."""

from collections.abc import Mapping
from typing import Final

import psycopg

from wuhan_smes.launcher.certificate import own_address
from wuhan_smes.launcher.programs import Endpoint

# One login per role of the demo city, in the order of a first visit.
LOGINS: Final[Mapping[str, str]] = {
    "bureau": "市经信局 工作人员",
    "bureau_lead": "市经信局 负责人",
    "district_jiangxia": "江夏区 工作人员（各区同理：district_<区代码>）",
    "district_lead_jiangxia": "江夏区 负责人",
    "station": "服务站 服务专员",
    "handler": "责任单位 承办人（市科创局）",
    "finance": "财政 经办",
    "finance_lead": "财政 负责人",
    "auditor": "审计（只读）",
    "privacy": "个人信息保护负责人",
    "admin": "系统管理员",
}


def demo_logins(owner_url: str) -> list[str]:
    """Those of the demo logins that exist; none when the demo city was never loaded."""
    with psycopg.connect(owner_url) as connection:
        connection.execute("SET ROLE app_bootstrap")
        rows = connection.execute(
            "SELECT username FROM accounts_user WHERE username = ANY(%s) AND is_active",
            [list(LOGINS)],
        ).fetchall()
    there = {name for (name,) in rows}
    return [name for name in LOGINS if name in there]


def welcome(at: Endpoint, logins: list[str], env: Mapping[str, str]) -> str:
    scheme = "https" if at.certificate else "http"
    lines = ["", f"  网址 (address)    {scheme}://{at.local}:{at.port}/"]
    if at.local != at.host:
        lines.append(f"  局域网 (network)  {scheme}://{own_address()}:{at.port}/")
    if at.certificate:
        lines.append("  证书是本机自制的，浏览器会提示一次，确认后继续 (self-signed certificate)")
    if logins:
        password = env.get("DEMO_PASSWORD") or "wuhan-demo-2026"
        lines += ["", f"  演示账号 (demo logins)，密码 (password) {password}"]
        lines += [f"    {name:<24}{LOGINS[name]}" for name in logins]
    if env.get("MODE") == "demo":
        lines += [
            "",
            "  演示模式：数据为虚构，密码公开，请勿录入真实信息 (demo only, no real data)",
        ]
    lines += ["", "  日志 (logs)       var/log/", "  停止 (stop)       Ctrl-C", ""]
    return "\n".join(lines)
