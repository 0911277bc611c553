"""Settings of the one installation: every value that differs between machines comes from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

BASE = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("DUNDIAN_HOME", ".dundian")).absolute()


def envbool(name: str, *, default: bool = False) -> bool:
    """True for 1/true/yes/on; a word that means neither is refused, not guessed."""
    word = os.environ.get(name, "").strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    if word:
        msg = f"{name}={word!r}: write 1 or 0."
        raise ValueError(msg)
    return default


def secret(name: str) -> str:
    """A secret from the environment, or one made once and kept in the home folder, readable by its owner only."""
    if value := os.environ.get(f"DUNDIAN_{name.upper()}"):
        return value
    path = HOME / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        # link() refuses an existing name: of two processes that start at once, one secret wins for both.
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def database(url: str) -> dict[str, object]:
    """Django's settings for a postgresql:// address; the folder of a unix socket travels as ?host=."""
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": options.pop("port", "") or (str(parts.port) if parts.port else ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "5", **options},
    }


SECRET_KEY = secret("django")
REGISTRY_KEY = secret("registry")
DEBUG = False
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]

# Three origins, because browser storage and Clear-Site-Data are per origin: what the portal clears must
# never be what a phone has not sent yet.
DOORS = ("desk", "phone", "portal")
ORIGINS: dict[str, str] = {
    "desk": "http://localhost:8000",
    "phone": "http://localhost:8001",
    "portal": "http://localhost:8002",
    **dict(pair.split("=", 1) for pair in os.environ.get("DUNDIAN_ORIGINS", "").split() if "=" in pair),
}
# Port → door, where the launcher bound the sockets itself; behind a proxy the host decides.
SOCKETS = {port: door for door, port in (pair.split("=", 1) for pair in os.environ.get("DUNDIAN_SOCKETS", "").split())}
ALLOWED_HOSTS = sorted({"localhost", "127.0.0.1", "[::1]", *(urlsplit(o).hostname or "" for o in ORIGINS.values())})
CSRF_TRUSTED_ORIGINS = list(ORIGINS.values())
ROOT_URLCONF = "dundian.site.urls.desk"
WSGI_APPLICATION = "dundian.site.wsgi.application"
SECURE = ORIGINS["desk"].startswith("https")

DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql:///dundian"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # The list of passkeys tells when each was made.
    "django.contrib.humanize",
    "django_htmx",
    # Before allauth, whose templates the desk replaces.
    "dundian.doors.desk",
    "dundian.doors.phone",
    "dundian.doors.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "csp",
    "dundian.features.ledger",
    "dundian.features.registry",
    "dundian.features.programme",
    "dundian.features.inbox",
    "dundian.features.voices",
    "dundian.features.field",
    "dundian.features.cases",
    "dundian.features.pledges",
    "dundian.features.reports",
]

MIDDLEWARE = [
    "dundian.site.origins.DoorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dundian.site.origins.ScopeMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "dundian.doors.desk.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "dundian.doors.desk.templatetags.desk",
            ],
        },
    }
]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

# --- who signs in, and how
AUTH_USER_MODEL = "registry.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "dundian.doors.desk.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
# Five wrong passwords for one name, and it waits five minutes. The address of the sender counts less: a whole
# office has one. Counted in the database, since each process would count for itself.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/5m/key"}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_tries",
        "TIMEOUT": 600,
        # A full cache forgets at random: nobody shall have his tries forgotten by trying many names.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers allow passkeys on http://localhost only; elsewhere the server has https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "蹲点"
# A phone's clock is seldom right to the half minute.
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Under https the browser itself holds these two to this very host.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (f"{'__Host-' * SECURE}dundian_{name}" for name in ("session", "csrf"))
CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0

# wasm-unsafe-eval: the phone counts Argon2id in WebAssembly. Inline styles: Vant positions its panels by them.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- the clock
PROCRASTINATE_IMPORT_PATHS = ["dundian.doors.clock.tasks", "dundian.doors.clock.plans", "dundian.doors.clock.weeks"]
# A sweep every minute would leave half a million rows a year; only failed ones are worth a look.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Ids and phones of officials are kept sealed under REGISTRY_KEY, or, with this off, not kept at all.
KEEP_SEALED_NUMBERS = envbool("DUNDIAN_KEEP_NUMBERS", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_portal": {"()": "dundian.site.log.NothingOfThePortal"}},
    "formatters": {
        "line": {
            "()": "dundian.site.log.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_portal"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
