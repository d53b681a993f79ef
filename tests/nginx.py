"""The nginx that `docs/nginx.conf` describes, in front of a site of a test's own."""

import getpass
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.restartable import Server, restartable
from tests.running import ROOT
from tests.services import free_port, program, run

GET_NGINX = "apt-get install nginx-light"
SHIPPED = ROOT / "docs" / "nginx.conf"
AROUND = """\
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/replies;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
{shipped}
}}
"""


def start_nginx(site: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """An nginx that passes requests on to `site`, and its address. Raises Missing without nginx."""
    nginx, port = program("nginx", GET_NGINX), free_port()
    conf = folder / "nginx.conf"
    conf.write_text(configuration(site, folder, port))
    process = run(nginx, "-c", str(conf), "-e", str(folder / "error.log"))
    return process, f"http://127.0.0.1:{port}"


@contextmanager
def nginx_before(url: str, folder: Path) -> Iterator[str]:
    """The address of an nginx that passes requests on to `url`. Raises Missing without nginx."""
    with restartable(partial(start_nginx, url), folder, Server) as nginx:
        yield nginx.url


def configuration(url: str, folder: Path, port: int) -> str:
    """The shipped one at other ports, with the folders that a user without rights may write."""
    shipped = SHIPPED.read_text()
    for old, new in (
        ("127.0.0.1:8000", url.removeprefix("http://")),
        ("listen 80", f"listen {port}"),
    ):
        assert old in shipped
        shipped = shipped.replace(old, new)
    user = "user root;" if getpass.getuser() == "root" else ""
    return AROUND.format(user=user, folder=folder, shipped=shipped)
