"""What the schema found, in words a trainer understands."""

from __future__ import annotations

from typing import Any

SENTENCES = {
    "extra_forbidden": (
        "Cette clé n'existe pas ici. Une phrase est peut-être coupée : mettez des guillemets."
    ),
    "missing": "Cette partie manque.",
    "string_type": "Il faut un texte, entre guillemets.",
    "string_too_short": "Ce texte est vide.",
    "string_pattern_mismatch": "Cet identifiant n'a pas la bonne forme : {pattern}.",
    "literal_error": "Valeurs possibles : {expected}.",
    "int_type": "Il faut un nombre entier.",
    "int_parsing": "Il faut un nombre entier.",
    "float_type": "Il faut un nombre.",
    "bool_type": "Il faut true ou false.",
    "too_short": "Il en faut au moins {min_length}.",
    "too_long": "Il en faut au plus {max_length}.",
    "greater_than": "Ce nombre doit être plus grand que {gt}.",
    "greater_than_equal": "Ce nombre doit être {ge} ou plus.",
    "less_than": "Ce nombre doit être plus petit que {lt}.",
    "less_than_equal": "Ce nombre doit être {le} ou moins.",
    "model_type": "Il faut une liste de clés.",
    "tuple_type": "Il faut une liste.",
    "list_type": "Il faut une liste.",
    "dict_type": "Il faut une liste de clés.",
    "mapping_type": "Il faut une liste de clés.",
    "value_error": "{error}.",
}


def in_french(fault: Any) -> str:
    """The sentence for one pydantic fault; its own words when the kind is rare."""
    sentence = SENTENCES.get(fault["type"])
    if sentence is None:
        return str(fault["msg"])
    return sentence.format(**fault.get("ctx", {})).replace("' or '", "' ou '")
