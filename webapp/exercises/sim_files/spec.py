"""What an author writes for a ``sim_files`` exercise."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from webapp.exercises.conditions import GoalAnswer
from webapp.exercises.contract import Strict

Answer = GoalAnswer
ROOT = "root"
Verb = Literal["open_folder", "open_file", "new_folder", "rename", "move", "delete", "restore"]


class Entry(Strict):
    """A file or a folder. ``in`` names the folder that holds it, ``root`` for the first one.

    ``text`` is what is read when a file is opened (action ``open_file``).
    """

    model_config = Strict.model_config | {"populate_by_name": True}

    id: str
    name: str = Field(min_length=1)
    inside: str = Field(ROOT, alias="in")
    text: str = ""


class World(Strict):
    """Folders, files, and what may be done with them."""

    root: str = Field(min_length=1)
    folders: tuple[Entry, ...] = ()
    files: tuple[Entry, ...] = Field(min_length=1, max_length=10)
    actions: tuple[Verb, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _placed(self) -> World:
        names = [entry.id for entry in (*self.folders, *self.files)]
        places = {ROOT, *(folder.id for folder in self.folders)}
        if len(set(names)) < len(names) or not {e.inside for e in self.entries} <= places:
            raise ValueError("un fichier ou un dossier est mal placé, ou nommé deux fois")
        return self

    @property
    def entries(self) -> tuple[Any, ...]:
        """Folders then files."""
        return (*self.folders, *self.files)

    @property
    def folder_ids(self) -> frozenset[str]:
        """Ids of the folders that are there from the start."""
        return frozenset(folder.id for folder in self.folders)
