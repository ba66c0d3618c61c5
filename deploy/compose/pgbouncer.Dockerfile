FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
COPY pgbouncer/pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
COPY compose/pgbouncer.sh /usr/local/bin/pooler
RUN chown -R postgres /etc/pgbouncer
USER postgres
EXPOSE 6432
CMD ["sh", "/usr/local/bin/pooler"]
