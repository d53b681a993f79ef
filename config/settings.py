"""All settings, in one file. What differs between machines comes from the environment."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from config import addresses, env
from config.file_headers import add_headers_of_files

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR") or BASE_DIR / "var")

DEBUG = env.flag("DEBUG")
TLS = env.flag("TLS")
SECRET_KEY = env.secret_key(VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Whose word on the client's address and on TLS is believed.
TRUSTED_PROXIES = addresses.parse_proxies(env.words("TRUSTED_PROXIES", addresses.LOCAL))
WEB_CONCURRENCY = env.number("WEB_CONCURRENCY", 1, at_least=1)

INSTALLED_APPS = [
    "config",
    "studio.apps.StudioConfig",
    "exchange",
    "packs",
    "analysis",
    "classrooms",
    "versions",
    "quizzes",
    "learn",
    "lab",
    "engines",
    "studio.apps.PanelConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "reversion",
    "crispy_forms",
    "django_htmx",
]

MIDDLEWARE = [
    "config.proxies.TrustedProxyMiddleware",
    "config.health.HealthMiddleware",
    # Before the next, whose other headers say nothing of a file: eight files make a page.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.private.PrivateMiddleware",
    "config.compression.CompressionMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "lab.middleware.PlaceholderMiddleware",
    "engines.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.database_down.DatabaseDownMiddleware",
    "config.private.PrivateMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOADERS = ["config.templates.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["lab.fragments", "config.htmx_tags"],
            "loaders": [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lab.context.panel",
            ],
        },
    }
]
# How the history in the panel keeps a row with its parts.
SERIALIZATION_MODULES = {"whole": "versions.snapshot"}
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "stateful"

# --- Where things are kept -------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR}/stateful.sqlite3")}

CACHES = env.caches()

SESSION_ENGINE = "engines.store"
# Until an instructor chooses another for the whole site, in the admin.
SESSION_DEFAULT_ENGINE = env.text("SESSION_DEFAULT_ENGINE", "db")
# Two tabs never undo each other; off, the last one to save wins, as Django has it.
SESSION_MERGE_SAVES = env.flag("SESSION_MERGE_SAVES", default=True)
# What to do when the store of an engine does not answer.
SESSION_STORE_REMEDIES = {
    "database": "Start the database that DATABASE_URL names.",
    "redis": "Start Redis, or take out REDIS_URL.",
    "memcached": "Start Memcached, or take out MEMCACHED_URL.",
}
SESSION_JSON_DECODER = "msgspec.json.decode"
SESSION_COOKIE_LIMIT = env.number("SESSION_COOKIE_LIMIT", 3_800)
SESSION_FILE_PATH = env.folder("SESSION_FILE_PATH", VAR_DIR / "sessions")
# What requests cost on this server, as `manage.py measure` found it last.
MEASURED_FILE = VAR_DIR / "measured.json"
# The races of the lab: those that wait or run, and the results of the last hour.
RACE_FOLDER = VAR_DIR / "races"
# Flash messages travel in a cookie of their own, never in the session that is being studied.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT") or str(VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# No other site needs our files; each header fewer is a lighter page.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers_of_files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.MinifiedStorage"},
}

# --- Time and language -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True

# --- People ----------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
# Axes keeps the record of who signed in and who failed; how long they wait is ours.
AXES_HANDLER = "studio.signing_in.handler.SlowDownHandler"
AXES_LOCKOUT_CALLABLE = "studio.signing_in.handler.wait_response"
AXES_ENABLE_ADMIN = False  # its pages stand in studio/signing_in/records.py
AXES_LOCK_OUT_AT_FAILURE = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_COOLOFF_TIME = 24  # hours that a sign-in that failed stays in the record

# --- Security --------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "learn.csrf_failure.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# What is uploaded is small: a learner's progress, a pack, an image. A larger file is not even
# written down. Files of questions, which only authors bring, may hold pictures.
FILE_UPLOAD_HANDLERS = ["config.uploads.UploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 4_000_000
QUESTION_FILE_MAX_SIZE = 10_000_000
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
if TLS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
    # Django wants both; `config.I001` says why they are asked for, not given.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty. Name the hosts this site answers for.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "bad requests": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://config.logs.shorten_bad_requests",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["bad requests"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL") or "WARNING"},
}
