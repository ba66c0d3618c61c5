"""nginx before the webs, with the locations that the product ships."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.ports import any_free
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.programs import Endpoint

SHIPPED: Final = Path(__file__).resolve().parents[1] / "nginx" / "proxy.conf"
TEMPORARY: Final = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
CONFIGURATION: Final = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    {temporary}
    upstream wuhan_smes {{
        least_conn;
        {servers}
        keepalive 16;
        keepalive_timeout 60s;
    }}
    server {{
        listen 127.0.0.1:{port};
        include {shipped};
    }}
}}
"""


@dataclass(slots=True)
class Front:
    """The one address people know."""

    folder: Path
    program: Path
    port: int = field(default_factory=any_free, init=False)
    child: Child | None = field(default=None, init=False)

    def start(self, webs: Sequence[Endpoint]) -> None:
        path = self.folder / "nginx.conf"
        path.write_text(
            CONFIGURATION.format(
                folder=self.folder,
                port=self.port,
                shipped=SHIPPED,
                servers="\n        ".join(
                    f"server {web.bind} max_fails=2 fail_timeout=2s;" for web in webs
                ),
                temporary="\n    ".join(
                    f"{name}_temp_path {self.folder}/nginx-{name};" for name in TEMPORARY
                ),
            )
        )
        command = (str(self.program), "-p", str(self.folder), "-e", "stderr", "-c", str(path))
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        if checked.returncode:
            raise StartRefused(f"nginx 配置有误：\n{checked.stderr}")
        self.child = Child("nginx", command, self.folder / "front.log")
        self.child.start()
        limit = time.monotonic() + 10
        while not self._answers():
            if not self.child.is_running or time.monotonic() > limit:
                raise StartRefused(f"nginx 未能启动：\n{self.child.last_words(8)}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(patience=5)

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
