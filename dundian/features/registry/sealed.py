"""Phones and id numbers: sealed under a key that is not in the database, and shown masked."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@cache
def _key(label: bytes, root: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dundian/registry/" + label).derive(root.encode())


def seal(text: str) -> bytes:
    """Encrypt and authenticate one number."""
    return Fernet(urlsafe_b64encode(_key(b"seal", settings.REGISTRY_KEY))).encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Open what `seal` closed; raises cryptography.fernet.InvalidToken for anything else."""
    return Fernet(urlsafe_b64encode(_key(b"seal", settings.REGISTRY_KEY))).decrypt(bytes(sealed)).decode()


def seal_bytes(content: bytes) -> bytes:
    """Encrypt and authenticate a whole file that is kept for a while."""
    return Fernet(urlsafe_b64encode(_key(b"file", settings.REGISTRY_KEY))).encrypt(content)


def unseal_bytes(sealed: bytes | memoryview) -> bytes:
    """Open what `seal_bytes` closed; raises cryptography.fernet.InvalidToken for anything else."""
    return Fernet(urlsafe_b64encode(_key(b"file", settings.REGISTRY_KEY))).decrypt(bytes(sealed))


def mark(text: str) -> bytes:
    """A keyed fingerprint (32 bytes): equal numbers meet, and without the key nobody can try numbers."""
    return hmac.new(_key(b"mark", settings.REGISTRY_KEY), text.encode(), hashlib.sha256).digest()


def mask_phone(text: str) -> str:
    """138****8000"""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "****"


def mask_id(text: str) -> str:
    """330106********0011"""
    return f"{text[:6]}********{text[-4:]}" if len(text) >= 15 else "****"
