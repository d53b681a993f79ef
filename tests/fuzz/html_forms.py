"""The forms and links of a page, as a browser finds them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Form:
    """`fields` in their order, each a name and the value that it begins with. `files`: the names
    of the fields that take files."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """`forms` and `links` of the page at `address`, all of this site."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.forms, self.links = address, list[Form](), list[str]()
        self.select = self.area = ""
        self.feed(html)

    def here(self, link: str) -> str | None:
        target = urljoin(self.address, link).partition("#")[0]
        return target if target.startswith("/") and not target.startswith("//") else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "a" and (target := self.here(about.get("href", ""))):
            self.links.append(target)
        if tag == "form" and (target := self.here(about.get("action", ""))):
            self.forms.append(Form(target, about.get("method", "get").upper()))
        if self.forms and (tag == "option" or "name" in about):
            self.add_field(tag, about)

    def add_field(self, tag: str, about: dict[str, str]) -> None:
        form, name = self.forms[-1], about.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            form.fields.append((self.select, about.get("value", "")))
        elif tag == "textarea":
            form.fields.append((name, "A text."))
        elif tag == "input" and about.get("type") == "file":
            form.files.append(name)
        elif tag in ("input", "button"):
            form.fields.append((name, about.get("value", "on" if tag == "input" else "")))

    def handle_endtag(self, tag: str) -> None:
        self.select = "" if tag == "select" else self.select


def page_of(address: str, html: str) -> Page:
    return Page(address.partition("?")[0], re.sub("(?s)<script.*?</script>", "", html))
