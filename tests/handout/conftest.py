from io import BytesIO

import pytest
from PIL import Image


@pytest.fixture
def png_logo():
    out = BytesIO()
    Image.new("RGBA", (120, 40), (200, 30, 30, 128)).save(out, "PNG")
    return out.getvalue()
