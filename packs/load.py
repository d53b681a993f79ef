"""Loading a pack that was read and found right: all of it or nothing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

from learn.course_versions import one_new_version, touch_course
from learn.models import Course, Lesson, Page
from learn.publishing import is_published, published_now
from packs.image_names import keep_pack_images
from packs.pack import Pack, PackLesson
from quizzes.models import Question, QuestionSet
from quizzes.question_rows import question_columns, write_parts
from quizzes.schema import Item, ItemSet, SetRules
from versions.record import keep_current, keep_deleted, record_versions, row_and_below


@dataclass
class Loaded:
    """How many lessons and questions there are now, and how many questions changed."""

    lessons: int = 0
    questions: int = 0
    changed: int = 0
    retired: int = 0
    by: Any = None


TAKEN_OUT = "Taken out: the pack that was loaded no longer has it."


@one_new_version()
def load_pack(pack: Pack, by: Any = None) -> Loaded:
    """Make the course what the pack says. Answers and progress stay as they are.

    All that the pack has is out. A question that it no longer has is deleted, or retired where it
    has answers; drafts stay, which no pack has. Whatever changes gives the course a new version; a
    pack that says nothing new leaves it as it is. What was before is kept; `by`: who loads it.
    """
    loaded = Loaded(by=by)
    pack = keep_pack_images(pack)
    for old in Course.objects.select_for_update().filter(slug=pack.slug):
        keep_current(row_and_below(old))
    about = {"title": pack.about.title, "summary": pack.about.summary}
    course = save_row(Course, about, slug=pack.slug)
    for position, lesson in enumerate(pack.lessons):
        load_lesson(course, position, lesson, loaded)
    kept = [lesson.slug for lesson in pack.lessons]
    for gone in course.lessons.filter(published_now()).exclude(slug__in=kept):
        remove_lesson(gone, loaded)
    if loaded.changed or loaded.retired:  # bulk_create and update send no signal
        touch_course(pk=course.pk)
    record_versions(row_and_below(course), by, f"Loaded the pack {pack.slug}.")
    return loaded


def save_row[T: Model](model: type[T], values: dict[str, Any], **key: Any) -> T:
    """The row at `key` with these values, saved only where it is new or differs."""
    row, created = model._default_manager.get_or_create(defaults=values, **key)
    if not created and any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def load_lesson(course: Course, position: int, lesson: PackLesson, loaded: Loaded) -> None:
    about = {
        "title": lesson.about.title,
        "summary": lesson.about.summary,
        "minutes": lesson.about.minutes,
        "modes": " ".join(lesson.about.modes),
        "position": position,
    }
    row = save_row(Lesson, about, course=course, slug=lesson.slug)
    if not is_published(row.published):
        row.published = timezone.now()
        row.save()
    for mode, text in lesson.texts.items():
        save_row(Page, {"text": text}, lesson=row, mode=mode)
    row.pages.exclude(mode__in=lesson.texts).delete()
    for mode, item_set in lesson.sets.items():
        load_set(row, mode, item_set, loaded)
    remove_questions(Question.objects.filter(question_set__in=stale_sets(row, lesson)), loaded)
    empty = stale_sets(row, lesson).filter(questions=None)
    keep_deleted(empty, loaded.by, TAKEN_OUT)
    empty.delete()
    loaded.lessons += 1


def stale_sets(row: Lesson, lesson: PackLesson) -> Any:
    return row.sets.exclude(mode__in=lesson.sets)


def load_set(lesson: Lesson, mode: str, item_set: ItemSet, loaded: Loaded) -> None:
    rules = {name: getattr(item_set, name) for name in SetRules.__struct_fields__}
    row = save_row(QuestionSet, rules, lesson=lesson, mode=mode)
    rows = row.questions.prefetch_related("choices", "hints", "steps")
    by_slug = {question.slug: question for question in rows}
    for position, item in enumerate(item_set.questions):
        loaded.questions += 1
        old = by_slug.get(item.id)
        if not (old and is_as_written(old, item, position)):
            # Read anew, without the parts that are about to be replaced.
            same = Question.objects.get(pk=old.pk) if old else None
            write_question(same or Question(question_set=row, slug=item.id), item, position)
            loaded.changed += 1
    kept = [item.id for item in item_set.questions]
    remove_questions(row.questions.exclude(slug__in=kept), loaded)


def is_as_written(row: Question, item: Item, position: int) -> bool:
    return row.is_asked and row.position == position and same_item(row.item(), item)


def write_question(row: Question, item: Item, position: int) -> None:
    """Write an item into a new row or an old one, and publish it."""
    is_new = row.pk is None
    columns = {**question_columns(item), "position": position, "retired": False}
    for name, value in columns.items():
        setattr(row, name, value)
    if is_new or not is_published(row.published):
        row.published = timezone.now()
    row.save()
    write_parts(row, item, is_new)


def same_item(item: Item, other: Item) -> bool:
    """Equal, with the choices in the same order."""
    return item == other and list(item.choices) == list(other.choices)


def remove_questions(questions: Any, loaded: Loaded) -> None:
    questions = questions.filter(published_now())
    answered = questions.filter(answers__isnull=False).values_list("pk", flat=True).distinct()
    loaded.retired += Question.objects.filter(pk__in=list(answered), retired=False).update(
        retired=True
    )
    unanswered = questions.filter(answers=None)
    keep_deleted(unanswered, loaded.by, TAKEN_OUT)
    unanswered.delete()


def remove_lesson(lesson: Lesson, loaded: Loaded) -> None:
    """Its row stays while answers or drafts need it, without its texts and as a draft."""
    questions = Question.objects.filter(question_set__lesson=lesson)
    if not questions.filter(~published_now() | Q(answers__isnull=False)).exists():
        keep_deleted([lesson], loaded.by, TAKEN_OUT)
        lesson.delete()
        return
    lesson.pages.all().delete()
    remove_questions(questions, loaded)
    lesson.published = None  # else a question that comes out later would show it again
    lesson.save()
