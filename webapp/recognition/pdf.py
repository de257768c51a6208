"""Tagged PDF (PDF/UA-1) made by typst: readable by a screen reader, printable anywhere.

Everything a person sees is passed as data, never pasted into the source: nothing typed can become
markup, and nothing outside this folder can be read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent / "paper"


def make(name: str, data: dict[str, Any]) -> bytes:
    """Compile ``paper/<name>.typ`` with its data. Raises ``typst.TypstError`` on a broken template."""
    made = typst.compile(
        str(FOLDER / f"{name}.typ"),
        root=str(FOLDER),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
    return bytes(made)
