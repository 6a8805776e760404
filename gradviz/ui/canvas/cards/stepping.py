"""How cards stand in the present step: what gets a number, what feeds it, what is in the way."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.graph import ForwardStep, NodeId
from gradviz.session import PassState
from gradviz.teaching import Involved, involved
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.wording import CardState, place_of
from gradviz.ui.canvas.groups.folding import Folding


def goes_back(state: PassState) -> bool:
    """Whether the latest step belongs to the backward pass."""
    return state.step is not None and not isinstance(state.step, ForwardStep)


def part_of(state: PassState) -> Involved:
    """The nodes that feed the latest step, and the edges it ran along."""
    if state.evaluation is None or state.step is None:
        return Involved()
    return involved(state.evaluation, state.step)


def show_states(cards: Mapping[NodeId, NodeItem], folding: Folding, state: PassState) -> None:
    """Tell every card how it stands; where both passes are shown whole no step stands out."""
    card_of = folding.card_of
    wrong = {card_of(node_id): str(error) for node_id, error in state.problems.items()}
    place = place_of(folding.graph, state.error)
    if place is not None:
        wrong[card_of(place)] = str(state.error)
    active = None if state.at_rest or state.step is None else card_of(state.step.node)
    feeding = set[NodeId]() if active is None else set(map(card_of, part_of(state).nodes))
    for node_id, card in cards.items():
        if card.label.missing:
            card.show_state(CardState.INCOMPLETE)
        elif node_id in wrong:
            card.show_state(CardState.ERROR, wrong[node_id])
        elif node_id == active:
            card.show_state(CardState.ACTIVE)
        elif node_id in feeding:
            card.show_state(CardState.FEEDING)
        else:
            card.show_state(CardState.WAITING if card.value is None else CardState.IDLE)
