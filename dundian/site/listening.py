"""The three sockets that the parent binds and hands to the web server: desk, phone, portal.

Three ports are three origins: what the portal asks a browser to forget can never be what a phone has not sent.
Because the parent keeps the sockets, a restarted web server has the same ports and no visitor is refused.
"""

import errno
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dundian.site.words import _

DOORS = ("desk", "phone", "portal")
PORTS = (8000, 8001, 8002)
TRIES = 200


class NoPort(Exception):
    """没有空闲的端口：用 --ports 另给三个。"""


class CertificateUnusable(Exception):
    """--tls 的证书和私钥用不了。"""


def check_certificate(cert: str, key: str) -> None:
    """Raise CertificateUnusable now, rather than let each process of the web server find it out."""
    try:
        # Without a password of our own OpenSSL would ask for one at the terminal, once in each process.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=lambda: "")
    except (OSError, ValueError) as fault:
        words = _("--tls 的证书和私钥用不了（{what}）：先写证书，再写私钥，都是 PEM，两个要配对，私钥不带口令。")
        raise CertificateUnusable(words.format(what=getattr(fault, "reason", None) or fault)) from fault


@dataclass
class Listening:
    """Bound sockets by door, and the addresses people type."""

    sockets: dict[str, socket.socket]
    origins: dict[str, str]

    def close(self) -> None:
        for bound in self.sockets.values():
            bound.close()


def listen(
    *, ports: Sequence[int] = PORTS, host: str | None = None, tls: bool = False, say: Callable[[str], None]
) -> Listening:
    """Bind a port for each door; where one is taken, the next free one, and say so.

    Without `host` only this machine can reach them; with it every interface is open. Port 0 is any free one.
    """
    sockets: dict[str, socket.socket] = {}
    for door, wanted in zip(DOORS, ports, strict=True):
        bound = _bind(wanted, others=ports, everywhere=host is not None)
        sockets[door] = bound
        port = bound.getsockname()[1]
        if wanted and port != wanted:
            words = _("端口 {wanted} 已被占用，{door} 改用 {port}（浏览器按端口存东西，原来存的不会跟过去）。")
            say(words.format(wanted=wanted, door=door, port=port))
    scheme = "https" if tls else "http"
    origins = {door: f"{scheme}://{host or 'localhost'}:{s.getsockname()[1]}" for door, s in sockets.items()}
    return Listening(sockets, origins)


def _bind(wanted: int, *, others: Sequence[int], everywhere: bool) -> socket.socket:
    candidates = [wanted, *(port for port in range(wanted + 1, wanted + TRIES) if port not in others)]
    for port in candidates if wanted else [0]:
        try:
            return _server(port, everywhere=everywhere)
        except OverflowError:
            break
        except OSError as fault:
            if fault.errno == errno.EACCES:
                words = _("没有权限用端口 {port}：1024 以下的端口要 root，用 --ports 另给三个。")
                raise NoPort(words.format(port=port)) from fault
            if fault.errno != errno.EADDRINUSE:
                raise
    raise NoPort


def _server(port: int, *, everywhere: bool) -> socket.socket:
    if not everywhere:
        return socket.create_server(("127.0.0.1", port), backlog=512)
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=512)
    return socket.create_server(("", port), backlog=512)
