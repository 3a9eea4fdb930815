from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from consult_app.ui.theme.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme in force, taken off again afterwards."""
    made = Theme()
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")
    made.deleteLater()
