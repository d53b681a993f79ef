"""For tests of what the lessons show: their code, and their questions."""

from packs.files import read_yaml
from packs.shape import parse_set
from quizzes.schema import Item
from tests.course import PACK


def question(page: str, name: str) -> Item:
    items = parse_set(read_yaml(PACK, PACK / page)).items.values()
    (item,) = (one for one in items if one.id == name)
    return item
