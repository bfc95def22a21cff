"""Reads the Rasa project (format 3.1): domain, rules and forms. What this runtime does not do is refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chatbot.actions import ACTIONS

DOMAIN_KEYS = {"version", "intents", "entities", "slots", "forms", "actions", "responses", "session_config"}
POLICIES = {"MemoizationPolicy", "RulePolicy"}
_SLOT_TYPES = {"text", "list", "bool", "any", "categorical", "float"}
_MAPPING_TYPES = {"custom", "from_text"}


class UnsupportedError(Exception):
    """The project uses something of Rasa's format that the in-process runtime does not do; told at start."""


@dataclass(frozen=True)
class Check:
    """A step of a rule that only looks: a slot's value, or which loop is active."""

    what: str  # "slot" or "loop"
    name: str
    value: Any = None


@dataclass(frozen=True)
class Rule:
    """What is done when a resident does one of `intents` while the conditions hold; a rule without any ends a form."""

    name: str
    conditions: tuple[Check, ...]
    intents: frozenset[str]
    steps: tuple[str | Check, ...]  # names of actions, and checks


@dataclass(frozen=True)
class Form:
    """A question that waits for an answer in the resident's own words; `left_by` are intents that are no answer."""

    name: str
    slot: str
    left_by: frozenset[str]


@dataclass(frozen=True)
class Text:
    """One variant of a response, with the buttons under it; `language` is empty for the text without a condition."""

    text: str
    language: str
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Project:
    """The parts of a Rasa project that the in-process runtime works with."""

    intents: frozenset[str]
    slots: Mapping[str, Any]  # with what each holds at the start
    forms: Mapping[str, Form]
    actions: frozenset[str]
    responses: Mapping[str, tuple[Text, ...]]
    rules: tuple[Rule, ...]

    def text_of(
        self, response: str, language: str, values: Mapping[str, str]
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Give a response in a language, else in Dutch, with its values filled in, and its buttons."""
        texts = self.responses[response]
        chosen = next((text for text in texts if text.language == language), None)
        chosen = chosen or next(text for text in texts if not text.language)
        filled = chosen.text
        for name, value in values.items():
            filled = filled.replace(f"{{{name}}}", value)
        return filled, chosen.buttons


def read_project(folder: Path) -> Project:
    """Read domain.yml, config.yml and data/rules; raises UnsupportedError."""
    domain = _read(folder / "domain.yml")
    _refuse("domain.yml", domain, DOMAIN_KEYS)
    _refuse("domain.yml: settings of intent", (name for each in domain["intents"] for name in _settings(each)), set())
    _refuse("domain.yml: action without code", domain["actions"], set(ACTIONS))
    policies = {policy["name"] for policy in _read(folder / "config.yml")["policies"]}
    _refuse("config.yml: policy", policies, POLICIES)
    slots = {name: _slot(name, slot) for name, slot in domain["slots"].items()}
    rules = [_rule(rule) for path in sorted((folder / "data" / "rules").glob("*.yml")) for rule in _read(path)["rules"]]
    project = Project(
        intents=frozenset(domain["intents"]),
        slots=slots,
        forms={name: _form(name, form, domain["slots"]) for name, form in domain["forms"].items()},
        actions=frozenset(domain["actions"]),
        responses={name: tuple(_text(name, text) for text in texts) for name, texts in domain["responses"].items()},
        rules=tuple(rules),
    )
    _check_names(project)
    _check_slots_from_text(project, domain["slots"])
    return project


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return found


def _refuse(where: str, found: Iterable[str], known: set[str]) -> None:
    if unknown := sorted(set(found) - known):
        raise UnsupportedError(f"{where} {', '.join(unknown)}: the in-process runtime does not do this")


def _settings(intent: str | dict[str, Any]) -> Iterable[str]:
    """Give the name of an intent that has settings, which is written as a mapping; none for a plain one."""
    return () if isinstance(intent, str) else intent.keys()


def _slot(name: str, slot: dict[str, Any]) -> Any:
    _refuse(f"slot {name}:", slot, {"type", "initial_value", "influence_conversation", "mappings", "values"})
    _refuse(f"slot {name}: type", [slot["type"]], _SLOT_TYPES)
    _refuse(f"slot {name}: mapping", [mapping["type"] for mapping in slot["mappings"]], _MAPPING_TYPES)
    return slot.get("initial_value")


def _form(name: str, form: dict[str, Any], slots: dict[str, Any]) -> Form:
    _refuse(f"form {name}:", form, {"required_slots"})
    if len(form["required_slots"]) != 1:
        raise UnsupportedError(f"form {name}: the in-process runtime does forms of one slot")
    slot = form["required_slots"][0]
    mappings = slots[slot]["mappings"]
    if [mapping["type"] for mapping in mappings] != ["from_text"]:
        raise UnsupportedError(f"form {name}: the in-process runtime fills a form from the text, and from nothing else")
    _refuse(f"slot {slot}: mapping", mappings[0], {"type", "conditions", "not_intent"})
    left_by = mappings[0].get("not_intent", ())
    return Form(name, slot, frozenset([left_by] if isinstance(left_by, str) else left_by))


def _text(name: str, text: dict[str, Any]) -> Text:
    _refuse(f"response {name}:", text, {"text", "condition", "buttons"})
    language = ""
    for condition in text.get("condition", ()):
        if condition["type"] != "slot" or condition["name"] != "language":
            raise UnsupportedError(f"response {name}: the in-process runtime chooses by the slot `language` only")
        language = condition["value"]
    return Text(text["text"], language, tuple((b["title"], b["payload"]) for b in text.get("buttons", ())))


def _rule(rule: dict[str, Any]) -> Rule:
    name = rule["rule"]
    _refuse(f"rule {name}:", rule, {"rule", "condition", "steps"})
    conditions = tuple(check for step in rule.get("condition", ()) for check in _checks(name, step))
    steps = list(rule["steps"])
    intents = _intents(name, steps[0])
    rest = steps[1:] if intents else steps
    return Rule(name, conditions, intents, tuple(part for step in rest for part in _step(name, step)))


def _intents(rule: str, step: dict[str, Any]) -> frozenset[str]:
    if "or" not in step and "intent" not in step:
        return frozenset()
    told = step.get("or", [step])
    for each in told:
        _refuse(f"rule {rule}: step", each, {"intent"})
    return frozenset(each["intent"] for each in told)


def _step(rule: str, step: dict[str, Any]) -> list[str | Check]:
    if "action" in step:
        return [step["action"]]
    return list(_checks(rule, step))


def _checks(rule: str, step: dict[str, Any]) -> list[Check]:
    _refuse(f"rule {rule}: step", step, {"active_loop", "slot_was_set"})
    if "active_loop" in step:
        return [Check("loop", "active_loop", step["active_loop"])]
    return [Check("slot", name, value) for each in step["slot_was_set"] for name, value in each.items()]


def _check_names(project: Project) -> None:
    """Raise UnsupportedError for a rule that names an intent or an action that the domain has not."""
    known = project.actions | project.responses.keys() | project.forms.keys() | {"action_deactivate_loop"}
    for rule in project.rules:
        _refuse(f"rule {rule.name}: intent", rule.intents, set(project.intents))
        _refuse(f"rule {rule.name}: action", [step for step in rule.steps if isinstance(step, str)], set(known))


def _check_slots_from_text(project: Project, slots: dict[str, Any]) -> None:
    """Raise UnsupportedError for a slot that is filled from any text: only the slot of a form is."""
    asked = {form.slot for form in project.forms.values()}
    from_text = (name for name, slot in slots.items() if any(each["type"] == "from_text" for each in slot["mappings"]))
    _refuse("from_text without a form: slot", from_text, asked)
