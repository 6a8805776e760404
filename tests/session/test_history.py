"""Any edits, undone and redone, saved and opened, in any order: nothing is lost or made up."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gradviz.document import Document, edits, load, open_example
from gradviz.errors import GradVizError
from gradviz.graph import Role
from gradviz.session import Session

EXPRESSIONS = ("L = c(a + 2b)", "L = c(a + b)", "m = 2; L = m*a^2", "ŷ = m*x + b; L = mean(ŷ)", "a")


class History(RuleBasedStateMachine):
    """A person who edits; the model is the list of documents and where in it one stands."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(open_example("line_fit"))
        self.documents = [self.session.document]
        self.at = 0
        self.gesture: str | None = None
        self.saved_at: int | None = 0
        self.told = 0
        self.session.document_changed.connect(self._on_document_changed)
        self.folder = tempfile.TemporaryDirectory()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        assert new is self.session.document
        assert old is not new
        self.told += 1

    def apply(self, new: Document, key: str | None = None) -> None:
        old, told = self.session.document, self.told
        self.session.apply("Edit", new, key)
        if new == old:
            assert self.told == told
            return
        assert self.told == told + 1
        merges = key is not None and key == self.gesture and self.saved_at != self.at
        if self.saved_at is not None and self.saved_at > self.at:
            self.saved_at = None
        if merges:
            del self.documents[self.at + 1 :]
            self.documents[self.at] = new
            if new == self.documents[self.at - 1]:
                self._forget_gesture()
        else:
            self.documents[self.at + 1 :] = [new]
            self.at += 1
            self.gesture = key

    def _forget_gesture(self) -> None:
        """It came back to where it began: there is no entry."""
        del self.documents[self.at]
        self.at -= 1
        self.gesture = None

    @rule(name=st.sampled_from("mbac"), value=st.integers(-2, 2), drag=st.booleans())
    def set_value(self, name: str, value: float, drag: bool) -> None:
        if name in {node.name for node in self.session.document.graph.inputs}:
            new = edits.set_values(self.session.document, {name: value})
            self.apply(new, f"value {name}" if drag else None)

    @rule(text=st.sampled_from(EXPRESSIONS))
    def set_text(self, text: str) -> None:
        self.apply(edits.set_text(self.session.document, text), "text")

    @rule(data=st.data(), x=st.integers(0, 3))
    def move(self, data: st.DataObject, x: int) -> None:
        nodes = sorted(self.session.document.graph.nodes)
        node_id = data.draw(st.sampled_from(nodes))
        self.apply(edits.move_nodes(self.session.document, {node_id: (x, 0)}), "move")

    @rule(data=st.data(), role=st.sampled_from([Role.PARAMETER, Role.CONSTANT]))
    def set_role(self, data: st.DataObject, role: Role) -> None:
        inputs = [node.id for node in self.session.document.graph.inputs]
        node_id = data.draw(st.sampled_from(inputs))
        self.apply(edits.set_role(self.session.document, node_id, role))

    @rule(name=st.sampled_from("mbk"), data=st.data())
    def rename(self, name: str, data: st.DataObject) -> None:
        node_id = data.draw(st.sampled_from(sorted(self.session.document.graph.nodes)))
        try:
            new = edits.rename(self.session.document, node_id, name)
        except GradVizError:
            return
        self.apply(new)

    @rule(epochs=st.integers(0, 5))
    def set_epochs(self, epochs: int) -> None:
        self.apply(edits.set_descent(self.session.document, epochs=epochs), "epochs")

    @rule()
    def end_merge(self) -> None:
        self.session.end_merge()
        self.gesture = None

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.at -= 1
        self.gesture = None

    @precondition(lambda self: self.at < len(self.documents) - 1)
    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.at += 1
        self.gesture = None

    @rule()
    def save_and_look(self) -> None:
        path = Path(self.folder.name) / "a.gradviz"
        self.session.save(path)
        self.saved_at, self.gesture = self.at, None
        assert load(path) == self.session.document

    @rule()
    def undo_all_and_redo_all(self) -> None:
        for _ in range(self.at):
            self.session.undo()
        assert self.session.document == self.documents[0]
        assert not self.session.can_undo
        for _ in range(len(self.documents) - 1):
            self.session.redo()
        assert self.session.document == self.documents[-1]
        assert not self.session.can_redo
        self.at, self.gesture = len(self.documents) - 1, None

    @invariant()
    def the_document_is_the_models(self) -> None:
        assert self.session.document == self.documents[self.at]
        assert self.session.can_undo == (self.at > 0)
        assert self.session.can_redo == (self.at < len(self.documents) - 1)

    @invariant()
    def clean_means_saved(self) -> None:
        assert self.session.is_clean == (self.saved_at == self.at)

    @invariant()
    def the_text_describes_the_graph(self) -> None:
        document = self.session.document
        again = edits.set_text(replace(document, positions={}), document.text)
        assert again.graph == document.graph

    def teardown(self) -> None:
        self.folder.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=40, stateful_step_count=25)
