"""The script of the sample desk is read whole."""

from console.services.sample_outside import OUTSIDE
from console.services.sample_script import people, stories
from console.services.sample_steps import ACTS


def test_every_story_is_somebody_s() -> None:
    """Each request has a customer in the list of people."""
    assert {story.customer for story in stories()} <= set(people())


def test_every_person_has_a_story() -> None:
    """Nobody is made up for nothing."""
    assert set(people()) == {story.customer for story in stories()}


def test_every_step_is_known() -> None:
    """A verb is something that a specialist does, or that happens outside."""
    verbs = {step.verb for story in stories() for step in story.steps}
    assert verbs == {*ACTS, *OUTSIDE, "work"}


def test_every_story_has_a_text() -> None:
    """Nobody sends an empty request."""
    assert all(story.subject and story.text for story in stories())


def test_an_escaped_subject_has_its_escape_codes() -> None:
    """What comes in is as hostile as it looks."""
    hostile = next(story for story in stories() if "escaped" in story.flags)
    assert hostile.subject.startswith("\x1b]0;owned\x07")


def test_a_step_keeps_its_words_and_its_text() -> None:
    """The verb, the first word, the rest, and what is written below."""
    step = stories()[1].steps[0]
    assert (step.verb, step.first, step.rest, step.text) == ("kind", "explanation", "", "")
