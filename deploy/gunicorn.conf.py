"""How gunicorn serves the product; the environment may say otherwise."""

import os
import shutil
from pathlib import Path
from typing import Any

# Counts of all workers meet here; the folder must be there before the library is imported.
COUNTS = Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR", "var/run/metrics")).absolute()
shutil.rmtree(COUNTS, ignore_errors=True)
COUNTS.mkdir(parents=True)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(COUNTS)

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # one copy of the code in memory; connections are opened by the workers
timeout = 60
graceful_timeout = 5
# Longer than nginx holds its end (deploy/nginx/upstream.conf): who asks has to be the one that
# closes, or a request goes into a connection that is just being closed.
keepalive = 75
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heart-beat file must not wait for a busy disk
certfile = os.environ.get("TLS_CERTIFICATE")
keyfile = os.environ.get("TLS_KEY")
control_socket_disable = True  # nobody uses it, and it would lie in the home folder


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays counted; what it only held is forgotten."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - reads the folder when imported

    multiprocess.mark_process_dead(worker.pid)
