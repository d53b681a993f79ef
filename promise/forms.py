"""The forms of a page, as a browser without JavaScript has them, and how a learner fills them."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser

WORDS = ("sessionid", "SESSION_ENGINE", "14", "3.5", "clearsessions", "a signed cookie")


@dataclass(frozen=True)
class Button:
    """What it adds to the fields, and where it sends them: empty where the form says so."""

    name: str
    value: str
    action: str


@dataclass
class Form:
    """`offers`: the values of each group of radio buttons and of each select, by name.

    `boxes`: of tick boxes. `texts`: the names of fields to write in.
    """

    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    offers: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def value(self, name: str) -> str:
        return dict(self.hidden).get(name, "")


class FormParser(HTMLParser):
    """Collects the forms of a page in `forms`."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select, self.takes_text = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", "").split("#")[0])
            self.forms.append(self.form)
        elif self.form is not None and (handle := getattr(self, f"add_{tag}", None)):
            handle(self.form, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        """An option without a value has its text for one."""
        if self.form and self.select and self.takes_text:
            self.form.offers[self.select][-1] = data.strip()
            self.takes_text = False

    def add_input(self, form: Form, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        match given.get("type", "text"):
            case "hidden":
                form.hidden.append((name, value))
            case "radio":
                form.offers.setdefault(name, []).append(value)
            case "checkbox":
                form.boxes.setdefault(name, []).append(value)
            case "text" if name:
                form.texts.append(name)

    def add_textarea(self, form: Form, given: dict[str, str]) -> None:
        form.texts.append(given.get("name", ""))

    def add_select(self, form: Form, given: dict[str, str]) -> None:
        self.select = given.get("name", "")
        form.offers[self.select] = []

    def add_option(self, form: Form, given: dict[str, str]) -> None:
        form.offers.setdefault(self.select, []).append(given.get("value", ""))
        self.takes_text = "value" not in given

    def add_button(self, form: Form, given: dict[str, str]) -> None:
        if given.get("type", "submit") == "submit":
            action = given.get("formaction", "")
            form.buttons.append(Button(given.get("name", ""), given.get("value", ""), action))


def forms_in(page: str) -> list[Form]:
    parser = FormParser()
    parser.feed(page)
    return parser.forms


def fill(form: Form, button: Button, chance: random.Random) -> list[tuple[str, str]]:
    """The fields as a learner sends them who chooses by chance.

    Two selects with the same values get different ones, as places in an order must be.
    """
    fields = list(form.hidden)
    taken: set[str] = set()
    for name, values in form.offers.items():
        free = [value for value in values if value and value not in taken] or values
        picked = chance.choice(free)
        taken.add(picked)
        fields.append((name, picked))
    for name, values in form.boxes.items():
        ticked = chance.sample(values, chance.randint(1, len(values)))
        fields += [(name, value) for value in values if value in ticked]
    fields += [(name, chance.choice(WORDS)) for name in form.texts]
    return [*fields, (button.name, button.value)] if button.name else fields
