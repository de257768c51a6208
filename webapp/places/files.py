"""A file of rows, one at a time, whatever its size: CSV, a JSON array, or one JSON object a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

Fields = dict[str, Any]
CHUNK = 1 << 16
LONGEST_CELL = 1 << 20
LONGEST_OBJECT = 1 << 22


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message says why, in French."""


def rows(file: Path) -> Iterator[tuple[int, Fields]]:
    """Each row with its number: the line in a CSV, the rank of the object in JSON."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield from _objects(stream) if _is_json(stream) else _lines(stream)
    except UnicodeDecodeError:
        raise UnreadableFile("Le fichier n’est pas en UTF-8.") from None
    except csv.Error as error:
        raise UnreadableFile(f"Le tableau ne peut pas être lu : {error}.") from None


def _is_json(stream: TextIO) -> bool:
    start = stream.read(CHUNK).lstrip()
    stream.seek(0)
    return start.startswith(("[", "{"))


def _lines(stream: TextIO) -> Iterator[tuple[int, Fields]]:
    csv.field_size_limit(LONGEST_CELL)
    head = stream.readline()
    stream.seek(0)
    sign = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(stream, delimiter=sign)
    for row in reader:
        yield reader.line_num, {name: value for name, value in row.items() if name and value}


def _objects(stream: TextIO) -> Iterator[tuple[int, Fields]]:
    """Each object at the top, or in the one array at the top; what is between them is not read."""
    decoder, text, number = json.JSONDecoder(), "", 0
    while chunk := stream.read(CHUNK):
        text += chunk
        while (start := text.find("{")) >= 0:
            try:
                found, end = decoder.raw_decode(text, start)
            except json.JSONDecodeError:
                break  # the rest of the object is in the next chunk
            except (ValueError, RecursionError):  # a number, or a nesting, that nobody writes
                raise UnreadableFile(f"La fiche {number + 1} ne peut pas être lue.") from None
            number += 1
            yield number, found
            text = text[end:]
        if len(text) > LONGEST_OBJECT:
            break
    if "{" in text:
        raise UnreadableFile(f"Le fichier s’arrête ou se gâte après la fiche {number}.")
