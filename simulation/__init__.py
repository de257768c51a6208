"""The measuring bench: seeded people, banks, methods, the anchor's rule, and published tables.

    tree = five_domains(domain_r=0.7)
    bank = generated(tree, seed=REFERENCE_SEED)
    people = simulees(tree, 1000, seed=1)
    trace = sit(Setting(tree, bank, bank, (-0.75, 0.25, 1.25)), people, Tree(), 30)
    rmse(people.domain, trace.domain_mean[:, -1])

``experiments`` reruns every table of the evidence; nothing here is needed to serve the site.
"""

from simulation.banks import (
    REFERENCE_SEED,
    Bank,
    five_domains,
    flattened,
    generated,
    given,
    independent,
    misjudged,
    thresholds,
)
from simulation.methods import AOptimal, Method, Random, RoundRobinInformation, Tree
from simulation.people import People, simulees
from simulation.sittings import Setting, Trace, sit

__all__ = [
    "REFERENCE_SEED",
    "AOptimal",
    "Bank",
    "Method",
    "People",
    "Random",
    "RoundRobinInformation",
    "Setting",
    "Trace",
    "Tree",
    "five_domains",
    "flattened",
    "generated",
    "given",
    "independent",
    "misjudged",
    "simulees",
    "sit",
    "thresholds",
]
