"""How gunicorn serves the product; the environment may say otherwise."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # one copy of the code in memory; connections are opened by the workers
timeout = 60
graceful_timeout = 5
keepalive = 5
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heart-beat file must not wait for a busy disk
certfile = os.environ.get("TLS_CERTIFICATE")
keyfile = os.environ.get("TLS_KEY")
control_socket_disable = True  # nobody uses it, and it would lie in the home folder
