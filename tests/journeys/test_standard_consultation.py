"""A practised provider's standard consultation at a clinic that is set up: how many keys it takes."""

import sys
from datetime import timedelta

from PySide6.QtCore import Qt

from tests.journeys.provider import ALT, CTRL
from tests.journeys.test_first_consultation import set_up_by_keyboard

Key = Qt.Key
MOST_KEYS = 120
"""From the search on Home to the printer, names typed included: 60 seconds at two keys a second."""


def patient(provider):
    provider.type("Marisol Ortega")
    provider.press(Key.Key_Return)
    provider.wait(lambda: provider.focus == "patient_family_name", "the Patient step")
    provider.press(Key.Key_A, ALT)
    assert provider.focus == "patient_birth_date"
    provider.type("3/4/84")
    provider.tab_to("patient_allergies_not_recorded")
    while provider.focus != "patient_allergies_none_known":
        provider.press(Key.Key_Right)


def concerns(provider):
    provider.press(Key.Key_Space)
    provider.tab_to("concerns_face")
    provider.press(Key.Key_Down, times=4)
    provider.type("2")


def skin(provider):
    provider.press(Key.Key_Right)
    provider.press(Key.Key_T, ALT)
    assert provider.focus == "skin_tan_none"
    provider.press(Key.Key_Space)
    provider.tab_to("skin_self_tanner_yes")
    provider.type("n")
    provider.press(Key.Key_P, ALT)
    provider.type("today")
    provider.press(Key.Key_Tab)
    provider.type("11")
    provider.press(Key.Key_Tab)


def health(provider):
    """No to every question, one key each."""
    provider.type("n" * 36)
    assert provider.text("health_answered") == "36 of 36 answered"


def products(provider):
    provider.type("gentle cleanser")
    provider.press(Key.Key_Return)


def plan(provider):
    provider.wait(lambda: provider.sees("plan_choose_1"), "the options")
    provider.press(Key.Key_1)
    provider.wait(lambda: provider.sees("plan_sign"), "the lines of the plan")
    provider.press(Key.Key_S, ALT)
    provider.wait(lambda: provider.session.finished is not None, "the signature")


def test_a_standard_consultation_takes_few_keys(open_desk, clinic, capsys):
    provider = open_desk()
    set_up_by_keyboard(provider)
    provider.keys = 0
    counts = {}
    steps = ((patient, "concerns_acne_scars"), (concerns, "skin_type_I"), (skin, "health_pregnant_or_nursing_yes"))
    steps += ((health, "products_name"),)
    for step, arrives in steps:
        before = provider.keys
        step(provider)
        provider.next_step(arrives)
        counts[step.__name__] = provider.keys - before
    for step in (products, plan):
        before = provider.keys
        step(provider)
        clinic.clock.go_on(timedelta(minutes=40))
        provider.press(Key.Key_N, ALT)
        counts[step.__name__] = provider.keys - before
    provider.wait(lambda: provider.find("handout_print").isEnabled(), "the pages")
    provider.press(Key.Key_P, CTRL)
    provider.wait(lambda: provider.text("handout_status").startswith("Sent to Front desk"), "the printer")
    provider.close()
    with capsys.disabled():
        by_step = ", ".join(f"{name} {keys}" for name, keys in counts.items())
        sys.stdout.write(f"\nkeys of a standard consultation: {provider.keys} ({by_step})\n")
    assert provider.keys <= MOST_KEYS
