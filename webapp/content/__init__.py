"""Files become a frozen catalogue: what people are asked, in every language, checked.

    catalogue = load_catalogue(Path("content"))
    variant = draw(catalogue.items["SEC-2-SMS-001"], key)
    page = catalogue.present(item, variant, "ar")

Pure: no Flask, no database, no clock.
"""

from webapp.content.catalogue import Catalogue
from webapp.content.compiled import compiled_catalogue
from webapp.content.errors import ContentError, Problem
from webapp.content.item import Item
from webapp.content.loading import load_catalogue
from webapp.content.presentation import Presented, present
from webapp.content.variants import Variant, all_rows, count_variants, draw, restore
from webapp.content.work_cache import WorkCache

__all__ = [
    "Catalogue",
    "ContentError",
    "Item",
    "Presented",
    "Problem",
    "Variant",
    "WorkCache",
    "all_rows",
    "compiled_catalogue",
    "count_variants",
    "draw",
    "load_catalogue",
    "present",
    "restore",
]
