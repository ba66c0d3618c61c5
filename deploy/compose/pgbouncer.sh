#!/bin/sh
# Our configuration with the one server of compose.yaml, and the passwords it was given.
set -eu
umask 077
printf '"app_web" "%s"\n"app_worker" "%s"\n' "$APP_WEB_PASSWORD" "$APP_WORKER_PASSWORD" > /tmp/userlist.txt
sed -e 's/host=[0-9.]*/host=postgres/' -e 's/^listen_addr = .*/listen_addr = 0.0.0.0/' \
    -e 's#^auth_file = .*#auth_file = /tmp/userlist.txt#' -e 's/^logfile = .*/logfile =/' \
    -e 's#^pidfile = .*#pidfile = /tmp/pgbouncer.pid#' /etc/pgbouncer/pgbouncer.ini > /tmp/pgbouncer.ini
exec pgbouncer /tmp/pgbouncer.ini
