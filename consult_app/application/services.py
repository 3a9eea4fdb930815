"""Everything the desk works with, built once by ``bootstrap`` and handed to the window."""

from collections.abc import Callable
from dataclasses import dataclass, field

from consult_app.application.governance import ConfirmedValues, ValueToConfirm
from consult_app.application.own_products import OwnProducts
from consult_app.application.ports import (
    ClinicStore,
    Clock,
    ConsultationStore,
    DateWords,
    HandoutRenderer,
    JobRunner,
    LogoFile,
    PagePreview,
    PatientStore,
    Printer,
    ProductCatalogue,
    ProtocolVersions,
    ReadingLevel,
)
from consult_app.application.versions import ProtocolInUse
from consult_app.domain.answers import Answers
from consult_app.domain.clinic import Clinic
from consult_app.domain.proposal import ProtocolRef
from consult_app.domain.protocol import Protocol


@dataclass(slots=True)
class ClinicInUse:
    """The clinic everything reads when it needs it. Settings puts a saved one in its place, between consultations."""

    clinic: Clinic


@dataclass(frozen=True, slots=True)
class Services:
    """``dates`` gives the date words of a language; ``write_file`` writes bytes to a path atomically.

    ``open_file`` opens a file in the program this computer has for its kind. ``reading_level`` says how hard a text
    of a language is to read.
    ``values_to_confirm`` are the protocol's defaults, confirmed already or not; finding them takes a moment.
    ``copy_of`` makes a consultation file of answers, ``None`` where no copies are offered. ``in_use`` tells where
    ``protocol`` comes from; ``versions`` is ``None`` where it cannot be changed. ``show_folder`` opens a folder for the
    user, on the GUI thread, and says whether that could be asked for. ``earlier_protocol`` finds another version than
    the one in use. ``read_logo`` makes the logo in a file ready for print: it raises ``Refused`` or
    ``EnvironmentFailed``, takes a moment, and is ``None`` where none can be chosen. ``warm_up`` loads what
    drawing a sheet needs, so that the first one comes at once.
    """

    protocol: Protocol
    clinic_in_use: ClinicInUse
    patients: PatientStore
    consultations: ConsultationStore
    clinics: ClinicStore
    catalogue: ProductCatalogue
    renderer: HandoutRenderer
    preview: PagePreview
    printer: Printer
    clock: Clock
    jobs: JobRunner
    dates: Callable[[str], DateWords]
    write_file: Callable[[str, bytes], None]
    open_file: Callable[[str], None]
    reading_level: Callable[[str, str], ReadingLevel]
    new_id: Callable[[], str]
    sample: bool = False
    drawing: JobRunner | None = None
    values_to_confirm: Callable[[], tuple[ValueToConfirm, ...]] = tuple
    confirmed: ConfirmedValues = field(default_factory=ConfirmedValues)
    own_products: OwnProducts = field(default_factory=OwnProducts)
    copy_of: Callable[[Answers], bytes] | None = None
    in_use: ProtocolInUse | None = None
    versions: ProtocolVersions | None = None
    show_folder: Callable[[str], bool] = lambda _place: False
    earlier_protocol: Callable[[ProtocolRef], Protocol | None] = lambda _ref: None
    read_logo: Callable[[str], LogoFile] | None = None
    warm_up: Callable[[], None] = lambda: None

    @property
    def clinic(self) -> Clinic:
        """The clinic as it is now."""
        return self.clinic_in_use.clinic

    def keep_clinic(self, clinic: Clinic) -> None:
        """Save the clinic and use it from now on. Writes: call it on a worker, between consultations."""
        self.clinics.save_clinic(clinic)
        self.clinic_in_use.clinic = clinic

    def protocol_of(self, made_with: ProtocolRef) -> Protocol | None:
        """The protocol of just that fingerprint; ``None`` when it is nowhere to be had. Reads: call it on a worker."""
        if made_with.sha256 == self.protocol.sha256:
            return self.protocol
        return self.earlier_protocol(made_with)

    def get_ready_to_draw(self) -> None:
        """Warm up on the lane for pages; what fails is told when a sheet is drawn."""
        self.pages.submit(self.warm_up, done=lambda _: None, failed=lambda _: None)

    @property
    def pages(self) -> JobRunner:
        """Where pages are drawn, so that saves never wait behind it; ``jobs`` when there is no lane of its own."""
        return self.drawing if self.drawing is not None else self.jobs


@dataclass(frozen=True, slots=True)
class Backstage:
    """What stands behind the window before a clinic is known; ``build`` gives the services of one.

    The first run saves a clinic and a provider through ``clinics``, then builds. ``close`` is called once, on the
    worker, when nothing will be asked of the stores any more.
    """

    clinics: ClinicStore
    build: Callable[[Clinic], Services]
    close: Callable[[], None] = lambda: None
