"""What each picture shows, and how a provider would get there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from consult_app.application.edits import (
    AddProduct,
    AnswerHealth,
    ChangeProduct,
    ChooseOption,
    RemoveProduct,
    SetSessions,
)
from consult_app.application.errors import Fault
from consult_app.application.ports import PlanFilter
from consult_app.demo.studio import Stage, Studio
from consult_app.domain.answers import CategoryDecision, HealthAnswer, PlannedSession, ProductAnswer, Reply
from consult_app.domain.plan import Step
from consult_app.ui.presenters.plan_moves import remove_session
from consult_app.ui.screens.first_run import FirstRunScreen
from consult_app.ui.screens.home import HomeScreen
from consult_app.ui.screens.settings_brand import BrandPage

ORTEGA = "Ortega-Whitfield"
PARK = "Park"
COPIED = "Reyes"
"""Whose past plan is copied: a treated one with an option."""
NGUYEN = "Nguyễn"
_AFTER_A_PAUSE = 30
"""Ticks until a pause after typing has surely ended and what follows is drawn."""


def _home(studio: Studio) -> None:
    studio.navigator.go_home()
    studio.settle()


def _step(family_name: str, step: Step) -> Callable[[Studio], None]:
    return lambda studio: studio.resume(family_name, step)


def _search(studio: Studio) -> None:
    _home(studio)
    studio.type_into("home_search", "ort")


def _new_patient(studio: Studio) -> None:
    _home(studio)
    studio.navigator.start_new("Ortiz")
    studio.settle()
    studio.type_into("patient_given_name", "Carmen")
    studio.type_into("patient_birth_date", "9/21/1991", enter=True)
    studio.settle(quiet=40)


def _stop(studio: Studio) -> None:
    studio.resume(PARK, Step.HEALTH)
    studio.dispatch(AnswerHealth("isotretinoin", HealthAnswer(Reply.YES, current=True, note="Course ends in July")))


def _unknown_product(studio: Studio) -> None:
    studio.resume(ORTEGA, Step.PRODUCTS)
    studio.dispatch(AddProduct(ProductAnswer("Dew Ritual essence")))


def _remembered_product(studio: Studio) -> None:
    products = studio.session.state.answers.products or ()
    index = len(products) - 1
    studio.dispatch(ChangeProduct(index, replace(products[index], decision=CategoryDecision("aha"))))
    studio.dispatch(AddProduct(ProductAnswer("Ceramide veil", decision=CategoryDecision("moisturiser_bland"))))
    studio.press(f"products_{index + 1}_remember")


def _two_products_less(studio: Studio) -> None:
    studio.dispatch(RemoveProduct(len(studio.session.state.answers.products or ()) - 1))
    _decided_product(studio)


def _own_products(studio: Studio) -> None:
    studio.navigator.go_to_settings()
    studio.settle()
    studio.press("settings_page_products")
    studio.press("own_add")
    studio.type_into("own_name", "Good Genes")
    for words in ("Exfoliating", "Fragrance"):
        studio.press("own_another_category")
        studio.choose("own_categories", words)
    studio.press("own_save")


def _own_product_faulty(studio: Studio) -> None:
    studio.press("own_add")
    studio.type_into("own_name", "good genes")
    studio.choose("own_categories", "Self")
    studio.press("own_another_category")
    studio.choose("own_categories", "Makeup")
    studio.press("own_save")


def _decided_product(studio: Studio) -> None:
    products = studio.session.state.answers.products or ()
    studio.dispatch(RemoveProduct(len(products) - 1))


def _options(studio: Studio) -> None:
    studio.resume(ORTEGA, Step.PRODUCTS)
    _decided_product(studio)
    studio.go_to(Step.PLAN)


def _chosen(studio: Studio) -> None:
    studio.dispatch(ChooseOption(studio.session.state.proposal.options[0].id))


def _changed(studio: Studio) -> None:
    sessions = studio.session.state.proposal.sessions
    later = sessions[1].on + timedelta(days=7)
    own = (
        PlannedSession(sessions[0].on),
        PlannedSession(later, "Back from a work trip that week."),
        PlannedSession(later + timedelta(weeks=6)),
    )
    studio.dispatch(SetSessions(own))


def _removed(studio: Studio) -> None:
    _chosen(studio)
    studio.dispatch(remove_session(studio.session.state, 2))
    studio.press("plan_line_removed_3")


def _why(studio: Studio) -> None:
    studio.go_to(Step.PRODUCTS)
    if studio.navigator.page is not None:
        studio.navigator.page.open_why("product.used_too_recently")


def _press(name: str) -> Callable[[Studio], None]:
    return lambda studio: studio.press(name)


def _sign(studio: Studio) -> None:
    studio.resume(NGUYEN, Step.PLAN)
    _chosen(studio)
    studio.sign()
    studio.go_to(Step.HANDOUT)


def _brand(studio: Studio) -> None:
    """An accent too light to print, typed and not saved."""
    studio.navigator.go_to_settings()
    studio.press("settings_page_brand")
    _retype(studio, "brand_accent", "#2E8FA8")
    studio.settle(quiet=_AFTER_A_PAUSE)


def _logo_refused(studio: Studio) -> None:
    """A file that is no picture, in Spanish; then back to what is kept."""
    brand = next(iter(studio.window.findChildren(BrandPage)))
    brand.discard()
    brand.language.choose(brand.language.options[1])
    brand.logo.ask_file = lambda _parent, chosen: chosen(__file__)
    studio.press("brand_logo_choose")
    studio.settle(quiet=_AFTER_A_PAUSE)


def _retype(studio: Studio, name: str, text: str) -> None:
    editor = studio.find(name)
    if isinstance(editor, QLineEdit):
        editor.selectAll()
    studio.type_into(name, text)


def _own_version(studio: Studio) -> None:
    """A copy with another wait for filler and another pause, chosen and compared."""
    studio.press("version_make_own")
    folder = _own_folder(studio)
    _edit(folder / "protocol.toml", '["filler"], within_days = 14 }]\nuntil = { days = 14', 14, 28)
    _edit(folder / "products.toml", 'name = "Prescription retinoid"\npause_days = 5', 5, 7)
    studio.press("version_check")


def _faulty_version(studio: Studio) -> None:
    folder = _own_folder(studio)
    _edit(folder / "protocol.toml", "protected_hours = 48", 48, 0)
    _edit(folder / "protocol.toml", 'title = "Corrective series"', "title", "name")
    studio.press("version_check")


def _changed_later(studio: Studio) -> None:
    """Home after a start that found the folder of the version in use changed."""
    services = studio.services
    if services.in_use is None:
        raise RuntimeError("the sample clinic has no protocol folder")
    changed = Fault("1.0.0-clinic.1/protocol.toml: version", "this key is missing")
    told = replace(services, in_use=replace(services.in_use, notices=(changed,)))
    screen = HomeScreen(told, studio.theme)
    screen.refresh()
    studio.window.show_page(screen)
    studio.settle()


def _copied(step: Step) -> Callable[[Studio], None]:
    def prepare(studio: Studio) -> None:
        if studio.navigator.session is None or studio.session.state.draft.copied is None:
            plans = studio.services.consultations.plans(PlanFilter())
            patient = next(row.patient_id for row in plans if row.family_name == COPIED)
            studio.navigator.go_to_past_plans(patient)
            studio.settle()
            studio.press("past_open")
            studio.press("past_copy_to_new")
        studio.go_to(step)

    return prepare


def _own_folder(studio: Studio) -> Path:
    versions = studio.services.versions
    if versions is None:
        raise RuntimeError("the sample clinic has no versions")
    return next(Path(folder.place) for folder in versions.listed() if folder.own)


def _edit(file: Path, text: str, was: object, now: object) -> None:
    """Change a value as the clinic would in its editor."""
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace(text, text.replace(str(was), str(now))), encoding="utf-8")


def _past_series(studio: Studio) -> None:
    studio.navigator.go_to_past_plans()
    studio.settle()
    studio.type_into("past_search", "kim")
    studio.settle(quiet=40)


def _past_move(studio: Studio) -> None:
    studio.press("past_move_session_2")
    studio.type_into("past_mark_day", "5/30/2026", enter=True)
    studio.press("past_mark_along")


def _spanish_large(studio: Studio) -> None:
    studio.press("handout_language_es")
    studio.press("handout_size_large")


def _words(studio: Studio) -> None:
    """Two lines in other words, one of them hard to read; a character in the note that no font has."""
    studio.press("handout_language_en")
    studio.press("handout_size_standard")
    studio.press("handout_change_words")
    for line, words in (
        ("edited_note", "You did great today 🙂 Please bring your wide hat next time."),
        ("avoid_sweating", "Hot yoga, running and your evening swim"),
        ("ok_work", "Sedentary occupational activities and nonstrenuous perambulation"),
    ):
        studio.press(f"handout_line_{line}")
        studio.replace_in(f"handout_words_{line}", words)


def _changed_words(studio: Studio) -> None:
    studio.press("handout_words_done")


def _first_run(studio: Studio) -> None:
    screen = FirstRunScreen(studio.services.clinics, studio.services.jobs, studio.theme)
    studio.window.show_page(screen, rail=False)


def _tour(studio: Studio) -> None:
    _home(studio)
    studio.desk.show_tour()
    studio.settle()


STAGES = (
    Stage("home", _home, also_usual=True),
    Stage("home-search", _search),
    Stage("patient", _step(ORTEGA, Step.PATIENT)),
    Stage("patient-duplicate", _new_patient),
    Stage("concerns", _step(ORTEGA, Step.CONCERNS), also_usual=True),
    Stage("skin", _step(ORTEGA, Step.SKIN)),
    Stage("health", _step(ORTEGA, Step.HEALTH)),
    Stage("health-stop", _stop),
    Stage("why-verdict", _press("today_why")),
    Stage("products-unknown", _unknown_product),
    Stage("products-remember", _remembered_product, also_usual=True),
    Stage("products", _two_products_less),
    Stage("why", _why),
    Stage("why-product", _press("products_1_why")),
    Stage("plan-options", _options, also_usual=True),
    Stage("why-option", _press("plan_why_option_1")),
    Stage("plan", _chosen, also_usual=True),
    Stage("why-visit", _press("plan_why_session_1")),
    Stage("plan-changed", _changed),
    Stage("plan-removed", _removed, also_usual=True),
    Stage("handout-waiting", lambda studio: studio.go_to(Step.HANDOUT)),
    Stage("handout", _sign, also_usual=True),
    Stage("handout-es-large", _spanish_large),
    Stage("handout-words", _words, also_usual=True),
    Stage("handout-changed", _changed_words, also_usual=True),
    Stage("handout-printer-failed", lambda studio: studio.press("handout_print")),
    Stage("past-plans", lambda studio: studio.navigator.go_to_past_plans(), also_usual=True),
    Stage("past-plans-series", _past_series),
    Stage("past-plan", lambda studio: studio.press("past_open"), also_usual=True),
    Stage("past-plan-move", _past_move, also_usual=True),
    Stage("copied-patient", _copied(Step.PATIENT)),
    Stage("copied-concerns", _copied(Step.CONCERNS), also_usual=True),
    Stage("copied-skin", _copied(Step.SKIN)),
    Stage("copied-health", _copied(Step.HEALTH)),
    Stage("copied-products", _copied(Step.PRODUCTS)),
    Stage("copied-plan", _copied(Step.PLAN)),
    Stage("settings", lambda studio: studio.navigator.go_to_settings()),
    Stage("settings-brand", _brand, also_usual=True),
    Stage("settings-brand-logo-refused", _logo_refused),
    Stage("settings-protocol", lambda studio: studio.press("settings_page_protocol")),
    Stage("settings-protocol-own", _own_version, also_usual=True),
    Stage("settings-protocol-next", lambda studio: studio.press("version_use")),
    Stage("settings-protocol-faulty", _faulty_version),
    Stage("home-protocol-changed", _changed_later),
    Stage("settings-products", _own_products, also_usual=True),
    Stage("settings-products-faulty", _own_product_faulty, also_usual=True),
    Stage("first-run", _first_run),
    Stage("tour", _tour, also_usual=True),
)
