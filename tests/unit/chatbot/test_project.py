"""The Rasa project: ours is read, and what the in-process runtime does not do is refused by name, not ignored."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.actions import ACTIONS
from chatbot.conversation import NEW_SLOTS
from chatbot.engine.project import Check, Project, Rule, UnsupportedError, read_project
from chatbot.language import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
FILES = {"domain": "domain.yml", "config": "config.yml", "rules": "data/rules/rules.yml"}
Files = dict[str, Any]


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT / "chatbot")


@pytest.fixture(scope="module")
def needs() -> dict[str, bool]:
    """Every need of the register, with whether it is urgent."""
    domains = yaml.safe_load((ROOT / "content" / "needs.yml").read_text("utf-8"))["domains"]
    return {need["key"]: need.get("urgent", False) for domain in domains for need in domain["needs"]}


# --- ours --------------------------------------------------------------------------------------------------------
def test_every_need_of_the_register_is_an_intent(project: Project, needs: dict[str, bool]) -> None:
    assert needs.keys() <= project.intents


def test_every_action_is_there_in_code_and_every_one_in_code_is_used(project: Project) -> None:
    assert project.actions == ACTIONS.keys()


def test_the_slots_start_as_a_conversation_does(project: Project) -> None:
    assert {name: value or None for name, value in project.slots.items()} == {
        name: value or None for name, value in NEW_SLOTS.items() if name != "started"
    }


def test_whatever_a_resident_does_there_is_a_rule_for_it(project: Project) -> None:
    at_any_moment = {intent for rule in project.rules if not rule.conditions for intent in rule.intents}
    assert at_any_moment == project.intents


@pytest.mark.parametrize("step", ["answer", "place", "choice", "outside", "danger"])
def test_whatever_is_understood_there_is_a_rule_for_it(project: Project, step: str) -> None:
    check = Check("slot", "next_step", step)
    goes_on = [rule for rule in project.rules if rule.steps[:2] == ("action_understand", check)]
    assert len(goes_on) == 1
    assert len(goes_on[0].steps) > 2


def test_what_leaves_the_question_for_the_place_has_a_rule_there(project: Project) -> None:
    in_form = (Check("loop", "active_loop", "place_form"),)
    told = {intent for rule in project.rules if rule.conditions == in_form for intent in rule.intents}
    assert told == project.forms["place_form"].left_by


def test_a_person_and_being_safe_come_before_the_question_for_the_place(project: Project) -> None:
    assert {"human", "mens_spreken", "safe"} <= project.forms["place_form"].left_by


def test_wherever_a_message_is_understood_danger_is_answered(project: Project) -> None:
    def place(rule: Rule) -> tuple[object, ...]:
        """Where in a conversation a rule is: its condition, what begins it, and its first action."""
        return rule.conditions, rule.intents, rule.steps[0]

    looks = [rule for rule in project.rules if any(_next_step(step) for step in rule.steps)]
    answered = [rule for rule in looks if "danger" in map(_next_step, rule.steps) and rule.steps[-1] == "action_danger"]
    assert answered
    assert {place(rule) for rule in looks} == {place(rule) for rule in answered}


def _next_step(step: str | Check) -> str | None:
    return step.value if isinstance(step, Check) and step.name == "next_step" else None


def test_there_is_a_text_for_every_danger(project: Project, needs: dict[str, bool]) -> None:
    assert {f"utter_danger_{key}" for key, is_urgent in needs.items() if is_urgent} <= project.responses.keys()


def test_every_response_is_there_once_in_every_language(project: Project) -> None:
    languages = sorted({"", *LANGUAGES} - {"nl"})
    for name, texts in project.responses.items():
        assert sorted(text.language for text in texts) == languages, name


def test_a_response_fills_in_the_same_and_has_the_same_buttons_in_every_language(project: Project) -> None:
    for name, texts in project.responses.items():
        assert len({tuple(sorted(re.findall(r"\{(\w+)\}", text.text))) for text in texts}) == 1, name
        assert len({tuple(payload for _title, payload in text.buttons) for text in texts}) == 1, name


def test_a_number_in_a_response_comes_from_the_register_of_helplines(project: Project) -> None:
    register = yaml.safe_load((ROOT / "content" / "helplines.yml").read_text("utf-8"))["helplines"]
    known = {line["phone"] for line in register}
    for name, texts in project.responses.items():
        for text in texts:
            assert set(re.findall(r"\d[\d -]+\d", text.text)) - {"30"} <= known, (name, text)


@pytest.mark.parametrize(("language", "text"), [("nl", "Hallo"), ("en", "Hello"), ("fy", "Hallo"), ("", "Hallo")])
def test_a_response_is_said_in_the_language_asked_for_and_else_in_dutch(
    project: Project, language: str, text: str
) -> None:
    assert project.text_of("utter_greet", language, {})[0].startswith(text)


def test_values_are_filled_in(project: Project) -> None:
    assert "in Zwartemeer." in project.text_of("utter_place_noted", "en", {"where": "Zwartemeer"})[0]


def test_a_rule_is_read_with_its_condition_its_intents_and_its_steps(project: Project) -> None:
    person = next(rule for rule in project.rules if rule.name == "A person instead of telling the place")
    assert person.conditions == (Check("loop", "active_loop", "place_form"),)
    assert person.intents == {"human", "mens_spreken"}
    assert person.steps == ("action_human", "action_deactivate_loop", Check("loop", "active_loop", None))


# --- refused -----------------------------------------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the project's files, to edit."""
    for name in FILES.values():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "chatbot" / name, tmp_path / name)
    return tmp_path


def edit(folder: Path, change: Callable[[Files], object]) -> None:
    files = {key: yaml.load((folder / name).read_text("utf-8"), yaml.CSafeLoader) for key, name in FILES.items()}
    change(files)
    for key, name in FILES.items():
        (folder / name).write_text(yaml.dump(files[key], Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")


def rule(*steps: Files, **more: Any) -> Callable[[Files], object]:
    """Give an edit that adds a rule named 'Mine'."""
    return lambda files: files["rules"]["rules"].append({"rule": "Mine", **more, "steps": list(steps)})


def slot(name: str, **fields: Any) -> Callable[[Files], object]:
    return lambda files: files["domain"]["slots"][name].update(fields)


def response(**fields: Any) -> Callable[[Files], object]:
    return lambda files: files["domain"]["responses"]["utter_greet"][-1].update(fields)


GREET, SAY = {"intent": "greet"}, {"action": "utter_greet"}
REFUSED = {
    "a key of the domain": (lambda f: f["domain"].update(e2e_actions=[]), ["domain.yml", "e2e_actions"]),
    "a setting of an intent": (lambda f: f["domain"]["intents"].append({"ask": {"use_entities": True}}), ["ask"]),
    "a policy": (lambda f: f["config"]["policies"].append({"name": "TEDPolicy", "epochs": 5}), ["TEDPolicy"]),
    "a type of slot": (slot("place", type="addons.MySlot"), ["place", "addons.MySlot"]),
    "a setting of a slot": (slot("place", min_value=1), ["place", "min_value"]),
    "a mapping": (slot("place", mappings=[{"type": "from_entity", "entity": "place"}]), ["place", "from_entity"]),
    "one of two mappings": (slot("place", mappings=[{"type": "custom"}, {"type": "from_intent"}]), ["from_intent"]),
    "a mapping from text without a form": (slot("place", mappings=[{"type": "from_text"}]), ["place"]),
    "a setting of a mapping": (slot("place_told", mappings=[{"type": "from_text", "intent": "greet"}]), ["intent"]),
    "a form of two slots": (
        lambda f: f["domain"]["forms"]["place_form"]["required_slots"].append("place"),
        ["place_form"],
    ),
    "a form without slots": (lambda f: f["domain"]["forms"]["place_form"]["required_slots"].clear(), ["place_form"]),
    "a setting of a form": (
        lambda f: f["domain"]["forms"]["place_form"].update(ignored_intents=["greet"]),
        ["ignored"],
    ),
    "a form that is not filled from text": (slot("place_told", mappings=[{"type": "custom"}]), ["place_form"]),
    "an image": (response(image="https://example.org/a.png"), ["utter_greet", "image"]),
    "a custom response": (response(custom={"a": 1}), ["utter_greet", "custom"]),
    "a channel": (response(channel="slack"), ["utter_greet", "channel"]),
    "a condition on another slot": (
        response(condition=[{"type": "slot", "name": "place", "value": "x"}]),
        ["utter_greet", "language"],
    ),
    "a condition on something else": (
        response(condition=[{"type": "button", "name": "language", "value": "x"}]),
        ["utter_greet"],
    ),
    "an unknown action": (rule(GREET, {"action": "action_nope"}), ["Mine", "action_nope"]),
    "an action of Rasa itself": (rule(GREET, {"action": "action_restart"}), ["Mine", "action_restart"]),
    "an unknown intent": (rule({"intent": "nope"}, SAY), ["Mine", "nope"]),
    "an unknown intent among others": (rule({"or": [GREET, {"intent": "nope"}]}, SAY), ["Mine", "nope"]),
    "an intent with entities": (rule({**GREET, "entities": ["place"]}, SAY), ["Mine", "entities"]),
    "an intent with entities among others": (
        rule({"or": [{**GREET, "entities": ["place"]}]}, SAY),
        ["Mine", "entities"],
    ),
    "a slot among intents": (rule({"or": [GREET, {"slot_was_set": [{"place": "x"}]}]}, SAY), ["Mine", "slot_was_set"]),
    "words of a resident": (rule({"user": "hallo"}, SAY), ["Mine", "user"]),
    "a second intent": (rule(GREET, SAY, {"intent": "thanks"}), ["Mine", "intent"]),
    "a checkpoint": (rule(GREET, {"checkpoint": "here"}), ["Mine", "checkpoint"]),
    "a start of the conversation": (rule(GREET, SAY, conversation_start=True), ["Mine", "conversation_start"]),
    "not waiting": (rule(GREET, SAY, wait_for_user_input=False), ["Mine", "wait_for_user_input"]),
    "another condition": (rule(GREET, SAY, condition=[{"intent": "greet"}]), ["Mine", "intent"]),
    "an action that there is no code for": (
        lambda f: f["domain"]["actions"].append("action_uncoded"),
        ["action_uncoded"],
    ),
}


@pytest.mark.parametrize(("change", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_done_is_refused_by_name(folder: Path, change: Callable[[Files], object], words: list[str]) -> None:
    edit(folder, change)
    with pytest.raises(UnsupportedError) as caught:
        read_project(folder)
    assert [word for word in words if word not in str(caught.value)] == []


def test_an_edit_that_changes_nothing_is_read_as_ours(folder: Path, project: Project) -> None:
    edit(folder, lambda files: None)
    assert read_project(folder) == project


def test_one_intent_that_leaves_a_form_need_not_be_a_list(folder: Path) -> None:
    edit(folder, slot("place_told", mappings=[{"type": "from_text", "not_intent": "greet"}]))
    assert read_project(folder).forms["place_form"].left_by == {"greet"}


def test_the_rules_of_all_files_count(folder: Path, project: Project) -> None:
    shutil.copy(folder / FILES["rules"], folder / "data" / "rules" / "more.yml")
    assert len(read_project(folder).rules) == 2 * len(project.rules)
