"""What holds where two saves at once are merged."""

from tests.engines.contract.base import Sessions


class MergingContract(Sessions):
    def test_two_tabs_do_not_undo_each_other(self) -> None:
        session = self.saved(a=1)
        first, second = self.again(session), self.again(session)
        first["first"], second["second"] = 1, 2
        first.save()
        second.save()
        assert dict(self.again(session).items()) == {"a": 1, "first": 1, "second": 2}

    def test_what_one_tab_deletes_the_other_does_not_bring_back(self) -> None:
        session = self.saved(a=1, b=2)
        first, second = self.again(session), self.again(session)
        del first["a"]
        second["c"] = 3
        first.save()
        second.save()
        assert dict(self.again(session).items()) == {"b": 2, "c": 3}
