"""The nginx that `docs/nginx.conf` describes, in front of a site of a test's own."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import ROOT
from tests.services import free_port, program, run, wait_for

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


@contextmanager
def nginx_before(url: str, folder: Path) -> Iterator[str]:
    """The address of an nginx that passes requests on to `url`. Raises Missing without nginx."""
    nginx, port = program("nginx", GET_NGINX), free_port()
    conf = folder / "nginx.conf"
    conf.write_text(configuration(url, folder, port))
    process = run(nginx, "-c", str(conf), "-e", str(folder / "error.log"))
    front = f"http://127.0.0.1:{port}"
    try:
        wait_for(process, front)
        yield front
    finally:
        process.terminate()
        process.wait(10)


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
