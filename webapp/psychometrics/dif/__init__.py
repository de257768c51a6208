"""Fairness of questions between groups of people of the same ability (differential item functioning).

    tables = stratified(rest_scores, right, focal)
    mantel_haenszel(tables).category              # one question
    logistic_dif(rest_scores, right, focal)       # differences that depend on ability
    examine(answers, names, rematch=without)      # a whole bank, purified, false discoveries held
    examine_features(answers, {"drag": {3, 8}})   # what questions share, for small groups

Groups are about access (device, input, settings, language of the instructions), and never under fifty
people: ``TooFewPeople`` is raised.
"""

from webapp.psychometrics.dif.bank_review import (
    FEWEST_PEOPLE,
    Answers,
    Examined,
    TooFewPeople,
    enough_people,
    examine,
    examine_features,
    false_discoveries,
    stratified,
)
from webapp.psychometrics.dif.chances import chi_square_tail, normal_tail
from webapp.psychometrics.dif.mantel import (
    MantelHaenszel,
    Shrunken,
    empirical_bayes,
    ets_class,
    mantel_haenszel,
)
from webapp.psychometrics.dif.regression import LogisticDif, logistic_dif

__all__ = [
    "FEWEST_PEOPLE",
    "Answers",
    "Examined",
    "LogisticDif",
    "MantelHaenszel",
    "Shrunken",
    "TooFewPeople",
    "chi_square_tail",
    "empirical_bayes",
    "enough_people",
    "ets_class",
    "examine",
    "examine_features",
    "false_discoveries",
    "logistic_dif",
    "mantel_haenszel",
    "normal_tail",
    "stratified",
]
