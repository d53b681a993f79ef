"""Makes a request out of a form or an address, and then makes it worse."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from urllib.parse import quote_from_bytes

from tests.fuzz.html_forms import Form
from tests.fuzz.values import damaged, odd_value
from tests.fuzz.wire import Sent

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "----fuzz"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
METHODS = "GET POST HEAD OPTIONS PUT PATCH DELETE TRACE CONNECT BREW get".split()
TYPES = (
    *(URLENCODED, MULTIPART, "multipart/form-data", "multipart/form-data; boundary=", "", "x"),
    *("multipart/form-data; boundary=\xe4", f"multipart/form-data; boundary={'b' * 300}", "/"),
    *("multipart/form-data; boundary=x; charset=utf-7", "application/json", "text/plain", ";;;="),
    *(f"{URLENCODED}; charset={name}" for name in "utf-7 utf-16 x rot13 zip hex idna \xe4".split()),
    *(f"{URLENCODED}; charset=", f"{URLENCODED}; charset*=utf-8''x", "multipart/mixed; boundary=a"),
    *(f"{MULTIPART}; charset={name}" for name in "utf-7 utf-32 base64 unknown-8bit".split()),
)
HEADERS: dict[str, tuple[str, ...]] = {
    "Content-Encoding": ("gzip", "br", "x", "identity"),
    "Content-Transfer-Encoding": ("base64", "x"),
    "Accept": ("*/*", "text/html", "application/json", ";q=x", "*" * 3_000),
    "Accept-Encoding": ("gzip", "br", "x;q=a", "*" * 2_000),
    "Accept-Language": ("de", "xx-yy;q=z", "a" * 600, "zh-hant-x-y,*;q=0.1"),
    "HX-Request": ("true", "false", "x"),
    "HX-Target": ("quiz", "engine", "join", "board", "changed", "preview", "x", "\xe4", "#", " "),
    "HX-Current-URL": ("http://[", "http://localhost/", "//", "\xe4", "http://localhost:99999/"),
    "HX-Boosted": ("true",),
    "HX-Trigger": ("{", "x"),
    "HX-Current-URL-URI-AutoEncoded": ("true",),
    "Referer": (
        "http://[",
        "http://localhost/",
        "https://evil.example/",
        "\xe4",
        "x",
        "http://a:b/",
    ),
    "Origin": ("null", "http://localhost", "http://[", "x", "https://evil.example"),
    "Host": ("evil.example", "", "localhost:99999", "[", "a b", "\xe4", "localhost\t"),
    "Range": ("bytes=0-1", "bytes=x", "bytes=9-1"),
    "If-Modified-Since": ("x", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT"),
    "If-None-Match": ('"x"', "*", '"'),
    "X-Forwarded-For": ("1.2.3.4", "x", "," * 900, "[::1]:80"),
    "X-Forwarded-Proto": ("https", "x"),
    "X-Forwarded-Host": ("evil.example", "["),
    "X-CSRFToken": ("x", "\xe4", "a" * 64),
    "X-HTTP-Method-Override": ("DELETE",),
    "Sec-Fetch-Mode": ("cors", "navigate", "x"),
    "Authorization": ("Basic x", "Bearer \xe4"),
}
PARAMETERS = (
    *(
        "q",
        "o",
        "p",
        "all",
        "e",
        "_popup",
        "_to_field",
        "_changelist_filters",
        "next",
        "rows",
        "look",
    ),
    *("look", "level", "kind", "published", "retired", "question_set", "course", "term"),
    *(
        "app_label",
        "model_name",
        "field_name",
        "action_time__year",
        "action_time__month",
        "action_time__day",
    ),
    *("groups__id__exact", "is_active__exact", "user__id__exact", "behaviour__exact", "id__in"),
    *("lesson__course__id__exact", "question_set__lesson__id__exact", "published__isnull", "id"),
    *("published__gte", "linter", "answers", "state", "format", "step", "visit", "engine", "what"),
    *(
        "was",
        "controls",
        "latest",
        "_selected_action",
        "action",
        "index",
        "select_across",
        "x" * 300,
    ),
)
COOKIES = (
    *(
        "",
        "x",
        "db",
        "dbx",
        "ca",
        "cd",
        "fi",
        "fi../../x",
        "ca" + "x" * 5_000,
        ":",
        "a:b:c",
        "\xe4",
    ),
    *("db" + "a" * 32, "fi" + "a" * 32, "cd" + "a" * 32, ".eJx:1abc:xyz", "x" * 4_000, "zz", '"'),
    *("\\000", '"\\000"', "ca@redis", "e30:1abc:x", ".e30:1:1", "\\377", "a\\", "=", "a=b"),
)

type Change = Callable[[Random, Sent], Sent]


def encoded(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def urlencoded(fields: list[tuple[str, str]]) -> str:
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in fields)


def chosen_fields(random: Random, form: Form) -> list[tuple[str, str]]:
    """As someone could fill the form; then, often, a few fields missing, doubled or odd."""
    fields = [part for part in form.fields if random.random() < 0.9]
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        place = random.randrange(len(fields) + 1)
        name, value = random.choice(fields or [("x", "")])
        if name == "csrfmiddlewaretoken" and random.random() < 0.8:
            continue
        other = random.choice((odd_value(random), damaged(random, value), value))
        fields[place : place + random.randrange(2)] = [(name, other)]
    if random.random() < 0.05:
        fields.append((odd_value(random), odd_value(random)))
    return fields


def odd_fields(random: Random) -> list[tuple[str, str]]:
    return [(random.choice(PARAMETERS), odd_value(random)) for _ in range(random.choice((1, 1, 2)))]


def submission(random: Random, form: Form, files: Callable[[Random], bytes]) -> Sent:
    fields = chosen_fields(random, form)
    if form.method == "GET":
        return Sent("GET", f"{form.action.partition('?')[0]}?{urlencoded(fields)}")
    if form.files or random.random() < 0.1:
        body = multipart(random, fields, {name: files(random) for name in form.files})
        return Sent("POST", form.action, {"Content-Type": MULTIPART}, body=body)
    return Sent("POST", form.action, {"Content-Type": URLENCODED}, body=urlencoded(fields).encode())


def multipart(random: Random, fields: list[tuple[str, str]], files: dict[str, bytes]) -> bytes:
    parts = []
    for name, value in fields:
        head = f'Content-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(f"{head}{value}".encode("utf-8", "surrogatepass"))
    for name, data in files.items():
        called = random.choice(("a.zip", "a.xml", "", "..\\x", "\0", '"', "\ud800", "x" * 300))
        head = f'Content-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        kind = random.choice(("", "Content-Type: text/plain; charset=utf-7\r\n", "X\r\n"))
        kind += random.choice(("", "", "Content-Transfer-Encoding: base64\r\n"))
        parts.append(f"{head}{kind}\r\n".encode("utf-8", "surrogatepass") + data)
    line = f"--{BOUNDARY}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


# --- One thing made worse ------------------------------------------------------------------------


def other_method(random: Random, sent: Sent) -> Sent:
    return replace(sent, method=random.choice(METHODS))


def other_type(random: Random, sent: Sent) -> Sent:
    return sent.with_headers(**{"Content-Type": random.choice(TYPES)})


def odd_header(random: Random, sent: Sent) -> Sent:
    name = random.choice([*HEADERS])
    return sent.with_headers(**{name: random.choice(HEADERS[name])})


def odd_cookie(random: Random, sent: Sent) -> Sent:
    name = random.choice(["sessionid", "csrftoken", "learner", "messages", *sent.cookies])
    value = sent.cookies.get(name, "")
    other = random.choice((damaged(random, value)[:5_000], random.choice(COOKIES)))
    safe = "".join(char for char in other if char not in "\r\n\0")
    return replace(sent, cookies={**sent.cookies, name: safe})


def odd_query(random: Random, sent: Sent) -> Sent:
    path, _, query = sent.target.partition("?")
    pairs = [
        (random.choice(PARAMETERS), odd_value(random)) for _ in range(random.choice((1, 1, 2)))
    ]
    return replace(
        sent, target=f"{path}?{query + '&' if query else ''}{urlencoded(pairs)}"[:60_000]
    )


def odd_parameter(random: Random, sent: Sent) -> Sent:
    """Another value for a parameter that the address has."""
    path, _, query = sent.target.partition("?")
    pairs = query.split("&")
    place = random.randrange(len(pairs))
    name = pairs[place].partition("=")[0] or random.choice(PARAMETERS)
    pairs[place] = f"{name}={encoded(odd_value(random))}"
    return replace(sent, target=f"{path}?{'&'.join(pairs)}"[:60_000])


def odd_path(random: Random, sent: Sent) -> Sent:
    path, _, query = sent.target.partition("?")
    words = path.split("/")
    words[random.randrange(1, len(words))] = encoded(odd_value(random)[:2_000])
    return replace(sent, target="/".join(words) + (f"?{query}" if query else ""))


def odd_body(random: Random, sent: Sent) -> Sent:
    if not sent.body:
        return replace(sent, body=odd_value(random).encode("utf-8", "surrogatepass"))
    start, end = sorted(random.randrange(len(sent.body) + 1) for _ in range(2))
    middle = random.choice((b"", random.randbytes(9), sent.body[start:end] * 2, b"\0", b"\xff&=%"))
    return replace(sent, body=sent.body[:start] + middle + sent.body[end:])


def broken_query(random: Random, sent: Sent) -> Sent:
    raw = random.choice(("%", "%zz", "%00", "%ff=%fe", "&&==;", "a[]=1", "%ED%A0%80=%ED%BF%BF"))
    return replace(sent, target=f"{sent.target.partition('?')[0]}?{raw}")


CHANGES: tuple[Change, ...] = (
    *(
        odd_query,
        odd_query,
        odd_parameter,
        odd_parameter,
        odd_header,
        odd_header,
        other_type,
        odd_cookie,
    ),
    *(odd_path, odd_body, broken_query, other_method),
)


def made_worse(random: Random, sent: Sent) -> Sent:
    for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
        sent = random.choice(CHANGES)(random, sent)
    return sent
