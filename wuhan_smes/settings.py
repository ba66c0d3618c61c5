"""Django settings: every outside value comes through env.py, checked once, here."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from kombu import Exchange, Queue

from wuhan_smes.env import DEMO_ENCRYPTION_KEY, DEMO_SECRET_KEY, Environment
from wuhan_smes.password_profiles import DAYS, PROFILES
from wuhan_smes.rounds import ROUNDS
from wuhan_smes.web.names import ChoiceNames
from wuhan_smes.web.theme import UNFOLD as UNFOLD

ENV: Final = Environment()
BASE_DIR: Final = Path(__file__).resolve().parent.parent

# demo: a local trial with printed passwords · test: the test runner · production: everything else
MODE: Final = ENV.text("MODE", "production")
if MODE not in {"demo", "test", "production"}:
    ENV.refuse("MODE", f"“{MODE}”不是 demo、test、production 之一")
PRODUCTION: Final = MODE == "production"
DEBUG = ENV.flag("DEBUG", default=False)
if PRODUCTION and DEBUG:
    ENV.refuse("DEBUG", "正式环境不得开启调试；仅本机试用可设 MODE=demo")
SECRET_KEY = (
    ENV.required("SECRET_KEY", "会话与签名密钥")
    if PRODUCTION
    else ENV.text("SECRET_KEY", DEMO_SECRET_KEY)
)
if PRODUCTION and (DEMO_SECRET_KEY in SECRET_KEY or len(SECRET_KEY) < 50):
    ENV.refuse("SECRET_KEY", "正式环境须使用至少 50 个字符的独有密钥")
# Account numbers and second factors are kept enciphered: docs/decisions/0044-money-leaves-once.md
ENCRYPTION_KEYS: Final = ENV.keys("ENCRYPTION_KEYS", "" if PRODUCTION else DEMO_ENCRYPTION_KEY)
# Off while programs of a version that stores files plain still run beside this one.
ENCIPHER_FILES: Final = ENV.flag("ENCIPHER_FILES", default=True)
if not ENCRYPTION_KEYS:
    ENV.refuse(
        "ENCRYPTION_KEYS",
        "未设置。用途：加密保存收款账号与两步验证密钥，应形如 k2026:32 字节的 base64",
    )
if PRODUCTION and DEMO_ENCRYPTION_KEY.partition(":")[2] in ENV.text("ENCRYPTION_KEYS"):
    ENV.refuse("ENCRYPTION_KEYS", "正式环境须使用独有密钥")
ALLOWED_HOSTS = ENV.words("ALLOWED_HOSTS", "" if PRODUCTION else "*")
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    ENV.refuse("ALLOWED_HOSTS", "正式环境须逐个写明访问域名，用逗号分隔")
HTTPS = ENV.flag("HTTPS", default=PRODUCTION)
CSRF_TRUSTED_ORIGINS = ENV.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "wuhan_smes.web",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "axes",
    "csp",
    "django_htmx",
    "django_celery_beat",
    "wuhan_smes.audit",
    "wuhan_smes.accounts",
    "wuhan_smes.jobs",
    "wuhan_smes.worktime",
    "wuhan_smes.rulekit",
    "wuhan_smes.files",
    "wuhan_smes.links",
    "wuhan_smes.reporting",
    "wuhan_smes.exchange",
    "enterprises",
    "measures",
    "services",
    "wuhan_smes.operations",
]
MIDDLEWARE = [
    "wuhan_smes.web.forwarded.ForwardedMiddleware",
    "wuhan_smes.web.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wuhan_smes.web.headers.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wuhan_smes.web.compression.PackingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wuhan_smes.web.idle.IdleMiddleware",
    "wuhan_smes.web.middleware.ScopeMiddleware",
    "wuhan_smes.web.first_things.FirstThingsMiddleware",
    "wuhan_smes.web.confirmation.ConfirmationMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "wuhan_smes.urls"
WSGI_APPLICATION = "wuhan_smes.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wuhan_smes.web.context.page_context",
            ],
        },
    },
]

PGBOUNCER: Final = ENV.flag("PGBOUNCER", default=False)
PREPARED: Final = {"prepare_threshold": None if PGBOUNCER else 1}
KEPT: Final = {
    "CONN_MAX_AGE": ENV.number("CONN_MAX_AGE", 600),
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": PGBOUNCER,
}
DATABASES = {"default": {**ENV.database("DATABASE_URL", **PREPARED), **KEPT}}
# Streaming replicas that boards, reports and exports are read from, by the same login, and how old
# what they show may be: wuhan_smes/replicas.py
DATABASES |= {
    f"replica_{number}": {**replica, **KEPT, "TEST": {"MIRROR": "default"}}
    for number, replica in enumerate(
        ENV.databases("REPLICA_URLS", connect_timeout=2, **PREPARED), start=1
    )
}
REPLICA_LAG_SECONDS: Final = ENV.number("REPLICA_LAG_SECONDS", 10, least=1, most=600)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = ENV.text("REDIS_URL", "redis://127.0.0.1:6379/0")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["wuhan_smes.web.formats"]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "wuhan_smes.accounts.backends.GrantBackend",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# What a password must be: gb (等级保护 level 3: classes of characters, 90 days, not one of the last
# five) or asvs (longer, and otherwise whatever one likes).
PASSWORD_PROFILE: Final = ENV.one_of(
    "PASSWORD_PROFILE", "gb", "asvs", default="gb" if PRODUCTION else "asvs"
)
PASSWORD_DAYS: Final = DAYS[PASSWORD_PROFILE]
AUTH_PASSWORD_VALIDATORS = PROFILES[PASSWORD_PROFILE]
# A code from an app beside the password: off, offered to whoever wants it, or required of all.
SECOND_FACTOR: Final = ENV.one_of(
    "SECOND_FACTOR",
    "off",
    "offered",
    "required",
    default="required" if PRODUCTION else "offered",
)
# How long a proof of being oneself is fresh enough for what moves money, shows what is masked or
# changes rights; 0 asks nobody.
STEP_UP_MINUTES: Final = ENV.number("STEP_UP_MINUTES", 10 if PRODUCTION else 0, most=12 * 60)
# A government's identity provider (OpenID Connect); empty: passwords alone.
OIDC_ISSUER: Final = ENV.text("OIDC_ISSUER")
OIDC_CLIENT_ID = ENV.required("OIDC_CLIENT_ID", "统一身份认证的应用编号") if OIDC_ISSUER else ""
OIDC_CLIENT_SECRET = ENV.required("OIDC_CLIENT_SECRET", "其应用密钥") if OIDC_ISSUER else ""
OIDC_USERNAME_CLAIM = ENV.text("OIDC_USERNAME_CLAIM", "preferred_username")
OIDC_LABEL = ENV.text("OIDC_LABEL", "政务统一身份认证")
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "wuhan_smes.web.sign_in.locked_out"

SESSION_ENGINE = "wuhan_smes.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
CSRF_FAILURE_VIEW = "wuhan_smes.web.failures.csrf_failure"
SESSION_IDLE_MINUTES = ENV.number("SESSION_IDLE_MINUTES", 30, least=5)
SECURE_SSL_REDIRECT = HTTPS and ENV.flag("SSL_REDIRECT", default=True)
# Asked from inside, without https.
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^deepz$", "^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000 if HTTPS else 0, HTTPS
# The browsers' own list is for whoever owns the domain; the API's document has tests of its own.
SILENCED_SYSTEM_CHECKS = ["security.W021", "drf_spectacular.W001", "drf_spectacular.W002"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # Drawn charts carry style attributes; a <style> element of somebody else's never runs.
        "style-src": [SELF, UNSAFE_INLINE],
        "style-src-elem": [SELF],
        "style-src-attr": [UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

STATIC_URL = "static/"
STATICFILES_DIRS = [("guide", BASE_DIR / "docs" / "pictures")]  # those of the guide
# Tests serve static files from where they lie; everything else from what was collected.
STATIC_ROOT = None if MODE == "test" else BASE_DIR / "var" / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": {
            "test": "django.contrib.staticfiles.storage.StaticFilesStorage",
            # compressing takes a minute, which a first try on one machine need not wait for
            "demo": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
            "production": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        }[MODE],
    },
}
MEDIA_ROOT = Path(ENV.text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - a model, not a secret
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["wuhan_smes.web.authentication.ScopeAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["wuhan_smes.web.rendering.ProductRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "wuhan_smes.web.rendering.MostlyJson",
    "DEFAULT_SCHEMA_CLASS": "wuhan_smes.web.schema.ProductSchema",
    "EXCEPTION_HANDLER": "wuhan_smes.web.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "武汉市中小企业梯度培育平台 API",
    "DESCRIPTION": "企业、称号、计数与措施的读写接口。错误一律为 application/problem+json。",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Left alone, vocabularies would be named by hashes of their words.
    "ENUM_NAME_OVERRIDES": ChoiceNames(),
}

# For so long a worker may be silent before its job is given to another.
LEASE_SECONDS: Final = ENV.number("LEASE_SECONDS", 60, least=4, most=3600)
CELERY_BROKER_URL = REDIS_URL
# A worker takes from all of these unless it is told which (-Q).
QUEUES: Final = ("interactive", "bulk", "schedule")
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = QUEUES[0]
CELERY_TASK_ROUTES = ("wuhan_smes.jobs.queues.route",)
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 6 * 60 * 60}
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
DJANGO_CELERY_BEAT_TZ_AWARE = True
CELERY_BEAT_SCHEDULE = ROUNDS

# A file the database's administrator cannot write: the last seal is appended there.
AUDIT_ANCHOR = ENV.text("AUDIT_ANCHOR")
# A folder every worker reaches: finished months of the trail are written there; empty: nowhere.
ARCHIVE_FOLDER = ENV.text("ARCHIVE_FOLDER")

# Who sends the codes of links: http (the house's message gateway), console (a trial on one machine)
# or a function (phone, text) of the installation's own by dotted name; empty: no codes are asked.
LINK_MESSAGE_SENDER = ENV.text("LINK_MESSAGE_SENDER")
if LINK_MESSAGE_SENDER not in {"", "http", "console"} and "." not in LINK_MESSAGE_SENDER:
    ENV.refuse("LINK_MESSAGE_SENDER", "应为 http、console，或发送函数的完整名称")
if PRODUCTION and LINK_MESSAGE_SENDER == "console":
    ENV.refuse("LINK_MESSAGE_SENDER", "正式环境不得把验证码写到日志，请改用 http")
LINK_MESSAGE_ADDRESS = LINK_MESSAGE_SECRET = ""
if LINK_MESSAGE_SENDER == "http":
    LINK_MESSAGE_ADDRESS = ENV.required("LINK_MESSAGE_ADDRESS", "短信网关接收地址")
    LINK_MESSAGE_SECRET = ENV.webhook_secret("LINK_MESSAGE_SECRET", "与短信网关约定的签名密钥")

# Where people find the product; stands in messages that leave it.
SITE_ADDRESS = ENV.text("SITE_ADDRESS")
# Notices by mail: smtp://user:password@host:587 (STARTTLS), smtps://… (TLS); empty: no mail at all.
MAIL = ENV.mail("MAIL_URL")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starts_tls, MAIL.is_tls
EMAIL_TIMEOUT = 10
NOTICE_MAIL_FROM = ENV.required("MAIL_FROM", "提醒邮件的发件人") if MAIL.host else ""
# Mail goes to these domains only, whu.example,…; empty: to any.
NOTICE_MAIL_DOMAINS = ENV.words("MAIL_DOMAINS")
# Notices to the house's own messenger: one signed webhook for everybody who chose it.
NOTICE_WEBHOOK = ENV.text("NOTICE_WEBHOOK")
NOTICE_WEBHOOK_SECRET = (
    ENV.webhook_secret("NOTICE_WEBHOOK_SECRET", "与消息平台约定的签名密钥")
    if NOTICE_WEBHOOK
    else ""
)

# Proxies of the house, which say from where a request came: 10.0.0.5,10.0.1.0/24
PROXIES = ENV.networks("PROXIES")
# Networks of the house to which webhooks may be sent, 10.1.0.0/16,…; to others inside never.
WEBHOOK_NETWORKS = ENV.networks("WEBHOOK_NETWORKS")

# Who bears this word may read /metrics and /deepz; empty: nobody.
METRICS_TOKEN = ENV.text("METRICS_TOKEN")
if PRODUCTION and 0 < len(METRICS_TOKEN) < 20:
    ENV.refuse("METRICS_TOKEN", "至少 20 个字符，可用 openssl rand -hex 20 生成")
# A request or statement that takes longer is written to the log, without what was asked.
SLOW_SECONDS = ENV.number("SLOW_MILLISECONDS", 1000, least=10) / 1000
# Whether targets of the city are shared out over units and chains: the measure of 2026 asks not to.
TARGETS_HANDED_DOWN = ENV.flag("TARGETS_HANDED_DOWN", default=True)

DEMO_PASSWORD = ENV.text("DEMO_PASSWORD", "wuhan-demo-2026")
LOG_FORMAT = ENV.text("LOG_FORMAT", "text")
if LOG_FORMAT not in {"text", "json"}:
    ENV.refuse("LOG_FORMAT", f"“{LOG_FORMAT}”不是 text、json 之一")
JSON_LOG: Final = LOG_FORMAT == "json"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"links": {"()": "wuhan_smes.links.secrecy.LinksHidden"}},
    "formatters": {"json": {"()": "wuhan_smes.web.log_lines.as_json"}} if JSON_LOG else {},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["links"],
            **({"formatter": "json"} if JSON_LOG else {}),
        }
    },
    "root": {"handlers": ["console"], "level": ENV.text("LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
