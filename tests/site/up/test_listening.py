"""The ports of the three doors, and their certificate."""

from __future__ import annotations

import socket
import ssl
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from dundian.site.listening import CertificateUnusable, NoPort, check_certificate, listen
from tests.site.up.running import Up


def own_certificate(folder: Path) -> tuple[str, str]:
    """A certificate for localhost, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return str(cert), str(secret)


def test_with_a_certificate_the_doors_speak_https(home: Path, tmp_path: Path) -> None:
    cert, key = own_certificate(tmp_path)
    up = Up(home, "--host", "localhost", "--tls", cert, key)
    try:
        assert up.addresses["phone"].startswith("https://localhost:")
        trusted = ssl.create_default_context(cafile=cert)
        with urllib.request.urlopen(up.addresses["phone"], timeout=10, context=trusted) as answer:  # noqa: S310 – https
            assert answer.status == 200
    finally:
        up.stop()


def test_a_certificate_that_cannot_serve_is_one_sentence(tmp_path: Path) -> None:
    cert, key = own_certificate(tmp_path)
    check_certificate(cert, key)
    locked = tmp_path / "locked.pem"
    secret = load_pem_private_key(Path(key).read_bytes(), password=None)
    locked.write_bytes(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word")))
    for wrong in ((key, cert), (cert, cert), (cert, str(locked)), (cert, str(tmp_path / "none.pem"))):
        with pytest.raises(CertificateUnusable, match="先写证书"):
            check_certificate(*wrong)


def test_a_taken_port_is_said_and_the_next_free_one_used() -> None:
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        listening = listen(ports=(port, 0, 0), say=said.append)
        try:
            assert listening.sockets["desk"].getsockname()[1] > port
            assert f"端口 {port} 已被占用" in said[0]
        finally:
            listening.close()


def test_a_shifted_port_does_not_take_anothers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        listening = listen(ports=(port, port + 1, port + 2), say=lambda _line: None)
        try:
            assert len({s.getsockname()[1] for s in listening.sockets.values()}) == 3
            assert listening.sockets["desk"].getsockname()[1] > port + 2
        finally:
            listening.close()


def test_no_free_port_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dundian.site.listening.TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(NoPort):
        listen(ports=(taken.getsockname()[1], 0, 0), say=lambda _line: None)


def test_without_a_host_only_this_machine_is_served() -> None:
    listening = listen(ports=(0, 0, 0), say=lambda _line: None)
    names = {s.getsockname()[0] for s in listening.sockets.values()}
    listening.close()
    assert names == {"127.0.0.1"}
