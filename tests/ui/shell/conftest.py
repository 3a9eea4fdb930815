from functools import partial

import pytest

from tests.ui.shell.desk import open_desk


@pytest.fixture
def desk_of(qtbot):
    """Open the real window on fakes; ``services`` fields can be given instead."""
    return partial(open_desk, qtbot)


@pytest.fixture
def desk(desk_of):
    return desk_of()
