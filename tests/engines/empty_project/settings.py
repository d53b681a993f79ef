"""What `startproject` writes, with the three lines that engines/README.md asks for."""

import json
import os
from pathlib import Path

SECRET_KEY = "a-secret-key-for-a-project-that-no-site-uses"
USE_TZ = True
ROOT_URLCONF = "tests.engines.empty_project.urls"
INSTALLED_APPS = [
    "engines",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "engines.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
SESSION_ENGINE = "engines.store"

DATABASES = {
    "default": json.loads(os.environ.get("PROJECT_DATABASE", "null"))
    or {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path.cwd() / "database.sqlite3")}
}
if caches := json.loads(os.environ.get("PROJECT_CACHES", "null")):
    CACHES = caches
