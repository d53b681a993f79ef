"""Links in the texts of a pack, and where they lead. The network is not asked."""

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from learn.markdown import MARKDOWN, heading_id, headings
from packs.files import Problem, line_starts
from packs.pack import PackDraft
from packs.passages import Passage, passages


def links_lead_somewhere(draft: PackDraft) -> Iterator[Problem]:
    for passage in passages(draft):
        for position, target in text_links(passage.text):
            if message := link_problem(draft, passage, target):
                yield passage.tell(message, position)


def text_links(text: str) -> Iterator[tuple[int, str]]:
    """The links of a Markdown text, each with its position."""
    if "[" not in text and "<" not in text:
        return
    starts = line_starts(text)
    for token in MARKDOWN.parse(text):
        start = starts[token.map[0]] if token.map else 0
        for part in token.children or []:
            if part.type == "link_open":
                target = str(part.attrs["href"])
                yield max(text.find(f"({target}", start), start), target


def link_problem(draft: PackDraft, passage: Passage, target: str) -> str:
    """What is wrong with a link, or nothing. Links to elsewhere are judged by their form."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        fine = parts.scheme == "https" and "." in parts.netloc
        return (
            "" if fine else f"The link {target!r} is not whole. Begin it with https:// and a host."
        )
    here = f"/learn/{draft.slug}/{passage.lesson.slug}/{passage.mode}/"
    url = urlsplit(urljoin(here, target))
    if not url.path.startswith(f"/learn/{draft.slug}/"):
        return (
            "" if is_site_page(url.path) else f"This site has no page {url.path!r}. Mend the link."
        )
    lesson, _, mode = url.path.removeprefix(f"/learn/{draft.slug}/").strip("/").partition("/")
    return course_link_problem(draft, lesson, mode, url.fragment)


def is_site_page(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def course_link_problem(draft: PackDraft, slug: str, mode: str, anchor: str) -> str:
    lesson = next((lesson for lesson in draft.lessons if lesson.slug == slug), None)
    if slug and lesson is None:
        known = joined_names(lesson.slug for lesson in draft.lessons)
        return f"The course has no lesson {slug!r}. It has: {known}."
    if lesson and mode and mode not in lesson.files:
        known = joined_names(sorted(lesson.files))
        return f"The lesson {slug!r} has no mode {mode!r}. It has: {known}."
    if lesson and anchor:
        anchors = [heading_id(heading) for heading in headings(lesson.texts.get(mode, ""))]
        if anchor not in anchors:
            return f"There is no anchor {anchor!r}. That text has: {joined_names(anchors)}."
    return ""


def joined_names(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
