"""What became of sessions at the sample clinic after their plans were signed."""

from datetime import timedelta
from typing import Final

from consult_app.application.consultation import clinic_today
from consult_app.application.marking import Marker, read_series
from consult_app.application.services import Services
from consult_app.demo import people
from consult_app.domain.plan import PlanId

_AGO: Final = timedelta(days=6)
_LATER: Final = timedelta(days=14)
_SECOND: Final = (False, 2)


def move_second_session(services: Services, plan_id: PlanId) -> None:
    """Six days ago the patient moved the second session two weeks on; what follows it came along."""
    now = services.clock.now() - _AGO
    series = read_series(services.consultations, plan_id)
    today = clinic_today(services.clinic, now)
    marker = Marker(services.protocol, services.clinic, series, today, people.DANA, now)
    day = services.clinic.first_open_day(series.standing(_SECOND).day + _LATER)
    services.consultations.mark_sessions(
        marker.move(_SECOND, day, along=True, reason="Away for work that week, asked by phone.")
    )
