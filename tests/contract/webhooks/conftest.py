"""A receiver on this machine, over TLS, that answers as it is told to and remembers."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hotspots.webhooks import Guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


@dataclass
class Receiver:
    """`answers` are taken in turn, the last one for ever: a status, or what to do instead."""

    port: int
    certificate: Path
    answers: list[int | Callable[[BaseHTTPRequestHandler], None]] = field(
        default_factory=lambda: [204]
    )
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/told?of=it"

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    @property
    def guard(self) -> Guard:
        return Guard(hosts=(self.host,), networks=(LOOPBACK,))

    @property
    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.got.append((handler.path, dict(handler.headers), body))
        answer = self.answers[min(len(self.got), len(self.answers)) - 1]
        if not isinstance(answer, int):
            answer(handler)
            return
        handler.send_response(answer)
        if answer in range(300, 400):
            handler.send_header("Location", f"https://localhost:{self.port}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `localhost`, with its key, made for this run."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


class Server(ThreadingHTTPServer):
    """Quiet when somebody breaks off."""

    daemon_threads = True
    receiver: Receiver

    def handle_error(self, request: object, client_address: object) -> None:
        """Breaking off is what is tested."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Server)
        self.server.receiver.take(self)

    def log_message(self, *_: object) -> None:
        """Nothing to the terminal."""


@pytest.fixture
def receiver(certificate: Path) -> Iterator[Receiver]:
    server = Server(("127.0.0.1", 0), Handler)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    # The handshake is the connection's own thread's, or one that hangs would stop them all.
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.receiver = Receiver(port=server.server_port, certificate=certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
