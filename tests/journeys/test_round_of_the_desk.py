"""A look at every place and step of a clinic full of stories."""

from PySide6.QtCore import Qt

from consult_app.domain.plan import Step
from tests.journeys.provider import ALT, CTRL

Key = Qt.Key


def test_every_place_and_step_of_the_sample_clinic_opens_and_takes_the_keys(open_desk, clinic):
    clinic.sample = True
    provider = open_desk()
    provider.wait(lambda: provider.names("resume_"), "the drafts on Home")
    for draft in provider.names("resume_"):
        provider.wait(lambda draft=draft: provider.sees(draft), "the draft on Home")
        provider.click(draft)
        provider.wait(lambda: provider.session is not None, "the draft")
        for step in Step:
            provider.press(Key(Key.Key_0 + step.number), ALT)
            assert provider.session.state.step is step
            provider.wait(lambda: provider.holds_focus("sheet"), f"the focus on {step}")
        provider.press(Key.Key_Home, ALT)
        provider.wait(lambda: provider.session is None and provider.focus == "home_search", "Home")
    provider.press(Key.Key_H, CTRL)
    provider.wait(lambda: provider.sees("past_patient_name"), "Past plans")
    provider.press(Key.Key_Comma, CTRL)
    provider.wait(lambda: provider.focus not in ("", "past_search"), "Settings")
    provider.close()


def test_the_tour_of_the_sample_clinic_goes_through_and_away(open_desk, clinic):
    clinic.sample = True
    provider = open_desk()
    provider.wait(lambda: provider.sees("tour"), "the tour")
    for _ in range(4):
        provider.click("tour_next")
    provider.tab_to("tour_next", back=True)
    provider.press(Key.Key_Return)
    provider.wait(lambda: not provider.sees("tour"), "the end of the tour")
    assert provider.focus == "place_home"
    provider.close()


def test_a_clinic_of_ones_own_has_no_tour(open_desk):
    provider = open_desk()
    assert not provider.sees("tour")
    provider.close()
