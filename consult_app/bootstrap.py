"""Where everything is built and joined: stores, protocol, renderer, printer, desk. Nothing else builds them.

Heavy parts are imported when they are first needed, so that the window can paint before them.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from consult_app.application.errors import EnvironmentFailed, Fault, InputFaulty, Refused
from consult_app.application.versions import version_order
from consult_app.system.paths import Paths, resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from consult_app.application.example_changes import ExampleRun
    from consult_app.application.governance import ValueToConfirm
    from consult_app.application.handout_document import HandoutDocument
    from consult_app.application.handouts import SheetChoice
    from consult_app.application.ports import (
        Clock,
        JobRunner,
        LogoFile,
        PageImage,
        PagePreview,
        Printer,
        ProductCatalogue,
        ReadingLevel,
        RenderedHandout,
        SheetLook,
    )
    from consult_app.application.services import Backstage, Services
    from consult_app.content.faults import ProtocolFault
    from consult_app.content.protocol_versions import FolderVersions
    from consult_app.domain.answers import Answers
    from consult_app.domain.clinic import Brand, Clinic
    from consult_app.domain.proposal import Proposal
    from consult_app.domain.protocol import Protocol
    from consult_app.ui.shell.desk import Desk

PROTOCOL = "microneedling"
DEFAULT_CLINIC = "atalo"
SAMPLE_CLINIC = "sample"


def protocol_folders() -> tuple[Path, ...]:
    """The shipped versions' folders, newest first. Raises ``EnvironmentFailed`` when there is none."""
    folder = resources() / "protocols" / PROTOCOL
    found = [path for path in folder.glob("*") if (path / "protocol.toml").is_file()]
    if not found:
        raise EnvironmentFailed("The program's protocol is missing.", "Install the program again.")
    return tuple(sorted(found, key=lambda path: version_order(path.name), reverse=True))


def load_protocol() -> Protocol:
    """The newest released version that is sound, whatever a clinic switched on. Raises ``InputFaulty``."""
    from consult_app.content.protocol_in_use import newest_released

    return newest_released(protocol_folders()[0].parent).protocol


def load_clinic(path: Path | None) -> Clinic:
    """The clinic profile in ``path``, else the shipped one. Raises ``InputFaulty`` with its faults."""
    from consult_app.content.clinic_profile import read_clinic
    from consult_app.content.faults import ClinicProfileFaulty

    try:
        clinic = read_clinic(path or clinic_profile(DEFAULT_CLINIC))
    except ClinicProfileFaulty as faulty:
        raise InputFaulty(content_faults(faulty.faults)) from faulty
    return replace(clinic, brand=_with_logo_checked(clinic.brand))


def _with_logo_checked(brand: Brand) -> Brand:
    """The brand, its logo made ready for print. Raises ``InputFaulty``."""
    data = brand.logo_svg or brand.logo_png
    if data is None:
        return brand
    from consult_app.handout.logo_import import read_logo

    try:
        logo = read_logo(data)
    except Refused as refused:
        raise InputFaulty((Fault("clinic.toml brand.logo", refused.summary, " ".join(refused.missing)),)) from refused
    return replace(brand, logo_svg=logo.svg, logo_png=logo.png)


def _logo_reader() -> Callable[[str], LogoFile]:
    from pathlib import Path

    def read(path: str) -> LogoFile:
        from consult_app.handout.logo_import import LARGEST_FILE, read_logo

        try:
            with Path(path).open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise EnvironmentFailed(
                "The file cannot be read.", "Check that it is still there, or copy it here."
            ) from error
        return read_logo(data)

    return read


def content_faults(faults: tuple[ProtocolFault, ...]) -> tuple[Fault, ...]:
    """Faults of a protocol or clinic file, placed by file and key path."""
    from consult_app.content.faults import placed

    return placed(faults)


def clinic_profile(name: str) -> Path:
    return resources() / "clinics" / name / "clinic.toml"


def matcher(protocol: Protocol) -> ProductCatalogue:
    from consult_app.content.catalogue import CatalogueMatcher

    return CatalogueMatcher(protocol)


def render_sheet(
    protocol: Protocol,
    clinic: Clinic,
    answers: Answers,
    proposal: Proposal,
    *,
    choice: SheetChoice,
    draft: bool = False,
    plan_number: str = "",
    reprinted_on: date | None = None,
) -> RenderedHandout:
    """One sheet as PDF. Raises ``Refused`` when it may not be given."""
    from consult_app.application.handouts import build_sheet
    from consult_app.content.dates import BabelDates
    from consult_app.handout.renderer import ReportlabRenderer

    document = build_sheet(
        protocol,
        clinic,
        answers,
        proposal,
        choice=choice,
        dates=BabelDates(choice.language),
        plan_number=plan_number,
        draft=draft,
        reprinted_on=reprinted_on,
    )
    return ReportlabRenderer().render(document, brand=clinic.brand, look=choice.look)


def run_desk() -> int:
    """Open the desk on this user's clinic file; the result is the exit code. Raises ``EnvironmentFailed``."""
    pause_collecting()
    from consult_app.ui.shell.start import run

    paths = Paths.of_user()
    paths.create()
    return run(partial(open_backstage, paths), desk_type, folder=paths.data_dir)


def pause_collecting() -> None:
    """No garbage collection until the first paint, which turns it on again: imports make much and drop nothing."""
    gc.disable()


def desk_type() -> type[Desk]:
    """The desk with all its screens; imported after the first paint."""
    from consult_app.ui.shell.desk import Desk

    return Desk


def open_backstage(
    paths: Paths, store: JobRunner, pages: JobRunner, *, clock: Clock | None = None, sample: bool = False
) -> Backstage:
    """Open the clinic file and load the protocol; slow, so run it on a worker.

    ``store`` is the lane of the database, in order; ``pages`` the lane for drawing, so that saves never wait behind it.
    Raises ``EnvironmentFailed`` or ``InputFaulty`` with what to do.
    """
    import logging

    from consult_app.application.governance import ConfirmedValues, standing
    from consult_app.application.own_products import OwnProducts
    from consult_app.application.services import Backstage, ClinicInUse, Services
    from consult_app.content.catalogue import ClinicCatalogue
    from consult_app.content.dates import BabelDates
    from consult_app.content.protocol_in_use import protocol_by_fingerprint, protocol_in_use
    from consult_app.storage.clinic_file import open_clinic_file
    from consult_app.storage.identifiers import random_id
    from consult_app.system.clock import SystemClock
    from consult_app.system.logging_setup import set_up_logging
    from consult_app.system.opening import open_file

    paths.create()
    handler = set_up_logging(paths.log_dir)
    ticking = clock or SystemClock()
    preview = _LatePreview()
    clinic_file = open_clinic_file(paths.database, clock=ticking)
    try:
        lines = clinic_file.clinics.switched_on()
        folders = versions_of(paths, None, clock=ticking)
        in_use = protocol_in_use(lines, clinic_file.clinics.protocol_copy, folders)
    except BaseException:
        clinic_file.close()
        raise
    protocol = in_use.protocol

    def build(clinic: Clinic) -> Services:
        lines = clinic_file.clinics.confirmations()
        held = standing(values_to_confirm(protocol), lines, protocol=protocol) if lines else {}
        own = OwnProducts(clinic_file.clinics.own_products())
        in_use_now = ClinicInUse(clinic)
        return Services(
            protocol=protocol,
            clinic_in_use=in_use_now,
            patients=clinic_file.patients,
            consultations=clinic_file.consultations,
            clinics=clinic_file.clinics,
            catalogue=ClinicCatalogue(protocol, own),
            own_products=own,
            renderer=_LateRenderer(),
            preview=preview,
            printer=_printer(preview),
            clock=ticking,
            jobs=store,
            drawing=pages,
            dates=BabelDates,
            write_file=_writer(),
            open_file=open_file,
            reading_level=_reading_level,
            new_id=random_id,
            sample=sample,
            values_to_confirm=partial(values_to_confirm, protocol),
            confirmed=ConfirmedValues(held),
            copy_of=_copier(),
            in_use=in_use,
            versions=versions_of(paths, lambda: in_use_now.clinic, clock=ticking),
            show_folder=_folder_opener(),
            earlier_protocol=lambda ref: protocol_by_fingerprint(ref, clinic_file.clinics.protocol_copy, folders),
            read_logo=_logo_reader(),
            warm_up=_warm_up,
        )

    def close() -> None:
        clinic_file.close()
        logging.getLogger().removeHandler(handler)
        handler.close()

    return Backstage(clinics=clinic_file.clinics, build=build, close=close)


def _warm_up() -> None:
    """Import what draws sheets and pages, and read the fonts."""
    from consult_app.handout.fonts import printable_code_points

    for module in ("renderer", "preview"):
        import_module(f"consult_app.handout.{module}")
    printable_code_points()


class _LateRenderer:
    """The renderer, imported when the first sheet is drawn: Home does not wait for it."""

    def render(self, document: HandoutDocument, *, brand: Brand, look: SheetLook) -> RenderedHandout:
        from consult_app.handout.renderer import ReportlabRenderer

        return ReportlabRenderer().render(document, brand=brand, look=look)


class _LatePreview:
    """The page preview, imported when the first page is shown."""

    def pages(self, pdf: bytes) -> int:
        from consult_app.handout.preview import PdfiumPreview

        return PdfiumPreview().pages(pdf)

    def page(self, pdf: bytes, index: int, *, width_px: int) -> PageImage:
        from consult_app.handout.preview import PdfiumPreview

        return PdfiumPreview().page(pdf, index, width_px=width_px)


def versions_of(paths: Paths, clinic: Callable[[], Clinic] | None, *, clock: Clock) -> FolderVersions:
    """The protocol's versions, released and own. The examples are proposed for its ``clinic``, else the shipped one."""
    from consult_app.content.protocol_versions import FolderVersions
    from consult_app.system.atomic_files import write_atomically

    return FolderVersions(
        released=protocol_folders()[0].parent,
        own=paths.protocols_dir / PROTOCOL,
        write=write_atomically,
        run_examples=lambda protocol: run_examples(protocol, clinic() if clinic else load_clinic(None), clock=clock),
    )


def run_examples(protocol: Protocol, clinic: Clinic, *, clock: Clock) -> tuple[ExampleRun, ...]:
    """What ``protocol`` proposes for every shipped example consultation, in the order of their names."""
    from consult_app.application.example_changes import ExampleRun
    from consult_app.domain.proposal import propose
    from consult_app.interchange.consultation_file import Reading, read_consultation

    today = clock.now().astimezone(clinic.time_zone).date()
    reading = Reading(protocol=protocol, clinic=clinic, match=matcher(protocol).match, today=today)
    runs = []
    for path in sorted((resources() / "examples").glob("*.json")):
        name = path.stem.replace("_", " ").capitalize()
        try:
            answers = read_consultation(path.read_bytes(), reading)
        except InputFaulty as faulty:
            runs.append(
                ExampleRun(name, protocol, problem="; ".join(fault.line.rstrip(".") for fault in faulty.faults))
            )
        else:
            proposal = propose(protocol, clinic, answers, reading.day_of(answers.consultation_date))
            runs.append(ExampleRun(name, protocol, proposal))
    return tuple(runs)


def values_to_confirm(protocol: Protocol) -> tuple[ValueToConfirm, ...]:
    """The protocol's values whose basis needs the clinic's word, in its order."""
    from consult_app.application.governance import ValueToConfirm
    from consult_app.content.differences import unconfirmed

    return tuple(
        ValueToConfirm(
            key=value.key,
            label=value.label,
            words=value.words,
            basis=value.basis,
            range_seen=value.range_seen,
            sources=value.sources,
        )
        for value in unconfirmed(protocol)
    )


def _writer() -> Callable[[str, bytes], None]:
    from pathlib import Path

    from consult_app.system.atomic_files import write_atomically

    def write(path: str, data: bytes) -> None:
        write_atomically(Path(path), data)

    return write


def _folder_opener() -> Callable[[str], bool]:
    from consult_app.ui.widgets.folder import show_folder

    return show_folder


def _reading_level(language: str, text: str) -> ReadingLevel:
    from consult_app.content.readability import reading_level

    return reading_level(language, text)


def _copier() -> Callable[[Answers], bytes]:
    from consult_app.interchange.consultation_writing import write_consultation

    return write_consultation


def _printer(preview: PagePreview) -> Printer:
    """CUPS where it is there, because text stays text; elsewhere the operating system's printers through Qt."""
    from consult_app.system.cups import CupsPrinter, cups_is_here

    if cups_is_here():
        return CupsPrinter()
    from consult_app.ui.printing import QtPrinter

    return QtPrinter(preview)
