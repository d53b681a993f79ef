# The first stage installs the lock and collects the static files; the second only serves.
FROM python:3.13-slim-trixie AS build

RUN python -m venv /venv
COPY requirements/base.txt /tmp/base.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: -r /tmp/base.txt

WORKDIR /app
COPY . .
# The secret key that the settings make for this command stays behind with this stage.
RUN VAR_DIR=/tmp/var STATIC_ROOT=/static /venv/bin/python manage.py collectstatic --noinput


FROM python:3.13-slim-trixie

# A fixed number, so that whoever mounts a folder at /data knows whose it must be.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data stateful \
    && install --directory --owner=stateful --group=stateful /data

COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /app /app

WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    VAR_DIR=/data \
    STATIC_ROOT=/static \
    PORT=8000

USER 10001:10001
VOLUME /data
EXPOSE 8000

# The site answers only for ALLOWED_HOSTS, so the question is put for the first of them.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as web; host = os.environ.get('ALLOWED_HOSTS', '').split(',')[0].strip(' .*') or 'localhost'; web.urlopen(web.Request('http://127.0.0.1:%s/healthz/' % os.environ['PORT'], headers={'Host': host}), timeout=4)"]

CMD ["sh", "-c", "python manage.py prepare && BIND=${BIND:-0.0.0.0:$PORT} exec python -m gunicorn -c config/gunicorn.py config.wsgi"]
