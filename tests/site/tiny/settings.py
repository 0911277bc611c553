"""Settings of the tiny site."""

import os
from urllib.parse import parse_qs, unquote, urlsplit


def database(url):
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = "only for tests"
USE_TZ = True
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "tests.site.tiny.urls"
INSTALLED_APPS = ["django.contrib.contenttypes", "procrastinate.contrib.django"]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql://nobody@/none"))}
