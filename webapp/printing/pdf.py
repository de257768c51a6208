"""Tagged PDF (PDF/UA-1) made by typst: readable by a screen reader, printable anywhere.

Everything a person sees is passed as data, never pasted into the source: nothing typed can become
markup, and nothing outside this folder can be read. The typeface comes with the house, so that a
sheet is the same whatever the machine holds.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import typst

from webapp.content.typography import NARROW, NO_BREAK

FOLDER = Path(__file__).parent / "paper"
FONTS = Path(__file__).parent / "fonts"
BASE_SIZE, BIG_SIZE = 14, 20
"""Points. The big size is for people who see little."""
CLOSER_SIZES = (12, 11)
"""For a sheet that must hold on one page and does not at the base size."""
PAGE = re.compile(rb"/Type\s*/Page\b")


def make(name: str, data: dict[str, Any], *, big: bool = False) -> bytes:
    """Compile ``paper/<name>.typ`` with its data. Raises ``typst.TypstError`` on a broken template."""
    sized = {"base": BIG_SIZE if big else BASE_SIZE, **data}
    # The typeface has no narrow space: another face would be called for it alone.
    text = json.dumps(sized, ensure_ascii=False).replace(NARROW, NO_BREAK)
    made = typst.compile(
        str(FOLDER / f"{name}.typ"),
        root=str(FOLDER),
        font_paths=[str(FONTS)],
        format="pdf",
        sys_inputs={"data": text},
        pdf_standards="ua-1",
    )
    return bytes(made)


def one_page(name: str, data: dict[str, Any]) -> bytes:
    """The sheet on one page, as large as it can be; at the smallest size it is as long as it must be."""
    made = make(name, data)
    for size in CLOSER_SIZES:
        if len(PAGE.findall(made)) == 1:
            break
        made = make(name, {**data, "base": size})
    return made
