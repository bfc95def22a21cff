"""What can be heard in one message: needs, a place, for whom it is, a claim, anger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.actions.turn import ActionTurn
from chatbot.knowledge import Knowledge
from chatbot.places import Home
from chatbot.safety.clauses import clauses
from sociale_kaart.needs import OUTSIDE, NeedScore
from sociale_kaart.text import fold, split_words

# A need is taken as told from this confidence on; a second one, or one in a clause, must be surer.
_TOLD, _ALSO, _IN_CLAUSE = 0.4, 0.2, 0.8
# A little less is enough when nothing else comes near.
_LIKELY, _CLEARLY = 0.25, 2.0
_CLEAR, _MOST_CLAUSES = 0.85, 4
# What is offered as a choice, and when words surely belong elsewhere.
_POSSIBLE, _ELSEWHERE, _ELSEWHERE_AFTER_ALL = 0.05, 0.45, 0.9
CHOICES = 3

# How much the subject of the conversation counts when a message by itself is not sure.
_CONTEXT = 0.5

_ORDINALS = (
    frozenset("1 eerste 1e een first one birinci ilk pierwsze pierwszy перше перший الاول الأول".split()),
    frozenset("2 tweede 2e twee second two ikinci drugie drugi друге другий الثاني".split()),
    frozenset("3 derde 3e drie laatste third three last ucuncu üçüncü son trzecie trzeci третє третій الثالث".split()),
)
_PEOPLE = (
    "moeder|vader|ma|pa|moe|pap|mam|oma|opa|opoe|buurvrouw|buurman|buren|buurtje|noaber|naober|zus|broer|zoon|dochter|"
    "tante|oom|vriend|vriendin|kennis|client|patient|bewoner|schoonmoeder|schoonvader|partner|vrouw|man|ouders|collega|"
    "leerling|huurder|kleinzoon|kleindochter"
)
_OTHER = re.compile(
    rf"\b(?:(?:voor|van|namens) (?:mijn|me|m'n|een|onze|de) |(?:mijn|me|m'n|ons|onze|mien) (?:\w+ )?(?:{_PEOPLE})\b|"
    r"my (?:mother|father|mum|mom|dad|neighbou?r|husband|wife|friend|aunt|uncle|grandmother|grandfather|sister|brother|"
    r"client|patient)\b|on behalf of)"
)
_CLAIM = re.compile(
    r"\b(?:recht op|recht heb|heb (?:ik|wij|mijn \w+) recht|ik eis|ik wil (?:een|graag|ook)|wil (?:een|n) |aanvragen|"
    r"aanvraag|moet(?:en)? (?:ik|wij) krijgen|indicatie|entitled|i demand|i want (?:a|an|to apply)|apply for|hakkim|"
    r"prawo do|маю право|право на|من حقي)\b"
)
_ANGRY = re.compile(
    r"\b(?:schandalig|belachelijk|waardeloos|kut\w*|klote\w*|klere\w*|godver\w*|verdomme|shit|fuck\w*|rot\w*gemeente|"
    r"ben het zat|helemaal klaar mee|woedend|woest|pislink|boos|kwaad|zakkenvullers|oplichters|ridiculous|useless)\b"
)
_TRIED = re.compile(
    r"\b(?:al geprobeerd|geprobeerd al|al gedaan|al gevraagd|al geweest|al gehad|al gebeld|helpt niet|hielp niet|"
    r"werkt niet|niks gedaan|already tried|tried that|tried it|did not help|didn't help|denedim|probowal\w*|"
    r"пробува\w*|جربت\w*)"
)


@dataclass(frozen=True)
class Heard:
    """What a message tells."""

    needs: list[str]  # surely told, main one first
    likely: list[str]  # what it may be about, when nothing is sure
    home: Home | None
    for_other: bool = False
    is_outside: bool = False


def hear(turn: ActionTurn) -> Heard:
    """Read the message of a turn; a button says its need itself."""
    near = turn.slots["municipality"]
    if turn.is_button:
        home = turn.knowledge.places.told(turn.entities.get("place", ""), near)
        return Heard([turn.intent] if turn.intent in turn.knowledge.needs else [], [], home)
    places = turn.knowledge.places
    home = places.told(turn.text, near) if turn.intent == "tell_place" else places.mentioned(turn.text, near)
    ranked = _in_context(recognise(turn.knowledge, turn.text), turn.needs)
    needs = [] if home is not None and _is_only_a_place(turn) else _chosen(turn, ranked) or _told(turn, ranked)
    return Heard(
        needs,
        likely=[need.key for need in ranked if need.key != OUTSIDE and need.confidence >= _POSSIBLE][:CHOICES],
        home=home,
        for_other=bool(_OTHER.search(fold(turn.text))),
        is_outside=_is_outside(turn, ranked[0]),
    )


def _is_outside(turn: ActionTurn, best: NeedScore) -> bool:
    """Whether words belong elsewhere: surely so in a conversation that has a subject; a vague call for help never."""
    intents = turn.knowledge.recogniser.intents(turn.text)
    vague = intents.get("ask_help", 0.0) >= intents.get("out_of_scope", 0.0)
    least = _ELSEWHERE_AFTER_ALL if turn.needs else _ELSEWHERE
    return best.key == OUTSIDE and best.confidence >= least and not vague


def _is_only_a_place(turn: ActionTurn) -> bool:
    return turn.intent == "tell_place" or len(split_words(turn.text)) <= CHOICES


def recognise(knowledge: Knowledge, text: str, *, quickly: bool = False) -> tuple[NeedScore, ...]:
    """Give the needs in a text, best first, without the urgent ones: danger is told by `chatbot.safety` alone."""
    ranked = knowledge.recogniser.recognise(text, quickly=quickly)
    safe = tuple(need for need in ranked if need.key == OUTSIDE or not knowledge.needs[need.key].urgent)
    return safe if len(safe) > 1 else (*safe, NeedScore(OUTSIDE, 0.0), NeedScore(OUTSIDE, 0.0))


def _in_context(ranked: tuple[NeedScore, ...], current: list[str]) -> tuple[NeedScore, ...]:
    """Let the subject of the conversation count for more, the less sure a message is by itself."""
    more = _CONTEXT * (1 - ranked[0].confidence)
    scores = (NeedScore(need.key, need.confidence + more * (need.key in current)) for need in ranked)
    return tuple(sorted(scores, key=lambda need: -need.confidence))


def has_tried(text: str) -> bool:
    """Whether somebody says that they have tried what was offered: 'dat heb ik al geprobeerd'."""
    return bool(_TRIED.search(fold(text)))


def is_claim(text: str) -> bool:
    """Whether somebody claims a provision: 'ik wil een traplift', 'ik heb recht op'."""
    return bool(_CLAIM.search(fold(text)))


def is_angry(text: str) -> bool:
    """Whether somebody is angry."""
    return bool(_ANGRY.search(fold(text)))


def _chosen(turn: ActionTurn, ranked: tuple[NeedScore, ...]) -> list[str]:
    """Give the choice that the resident makes in their own words: its place in the row, or what it is about."""
    choices = turn.slots["choices"] or []
    words = split_words(turn.text)
    if not choices or len(words) > 6:
        return []
    for choice, names in zip(choices, _ORDINALS, strict=False):
        if names.intersection(words):
            return [choice]
    best = next((need.key for need in ranked if need.key in choices and need.confidence >= _LIKELY), None)
    return [best] if best else []


def _told(turn: ActionTurn, ranked: tuple[NeedScore, ...]) -> list[str]:
    """Give the needs that are told: the surest, and a second one beside it or in a clause of its own."""
    first, second = ranked[0], ranked[1]
    clear = first.confidence >= _LIKELY and first.confidence >= _CLEARLY * second.confidence
    found = []
    if first.key != OUTSIDE and (first.confidence >= _TOLD or clear):
        found.append(first.key)
        if second.key != OUTSIDE and second.confidence >= _ALSO:
            found.append(second.key)
    # Not when the message was clear, and not endlessly.
    apart = clauses(turn.text)[:_MOST_CLAUSES] if first.confidence < _CLEAR else []
    for clause in apart:
        best = recognise(turn.knowledge, clause, quickly=True)[0]
        if best.key != OUTSIDE and best.confidence >= _IN_CLAUSE and best.key not in found:
            found.append(best.key)
    return found
