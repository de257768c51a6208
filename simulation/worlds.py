"""Ready worlds: a frame (which traits, which bands), its bank, its people.

Two frames are measured: the reference one, only to be compared with published systems, and the
product's own framework, given as data by whoever runs the bench.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from simulation.banks import (
    REFERENCE_SEED,
    Bank,
    five_domains,
    flattened,
    generated,
    hung,
    independent,
)
from simulation.people import People, simulees
from simulation.sittings import Setting
from webapp.psychometrics.selection import SelectionRules
from webapp.psychometrics.tree import TraitTree

# Nothing but precision: what the engine can do when neither comfort nor exposure weighs on it.
PRECISION = SelectionRules(
    comfort_first=0.0, comfort=0.0, family_gap=1, randomesque=1, balance_slack=99
)
DOMAIN_R, SPECIFICITY = 0.7, 0.85


@dataclass(frozen=True, eq=False)
class StudyFrame:
    """What is measured. ``mean`` is that of the population entering, known to the scoring.

    tree   its loadings are those of the people
    cuts   thresholds between the bands said to people
    seed   of the generated bank
    own    the bank that exists, for the product's frame; none is then generated
    """

    name: str
    tree: TraitTree
    cuts: tuple[float, ...]
    mean: float = 0.0
    seed: int = REFERENCE_SEED
    own: Bank | None = None

    @property
    def flat(self) -> TraitTree:
        """The tree without competences under the domains."""
        return flattened(self.tree)

    def bank(self, *, clones: int = 1, guessing: bool = True, flat: bool = True) -> Bank:
        """Its own bank, or a generated one: 25 skills per competence, ``clones`` items per skill."""
        if self.own is not None:
            return hung(self.flat, self.own) if flat else self.own
        return generated(self.tree, self.seed, clones=clones, guessing=guessing, flat=flat)

    def people(self, count: int, seed: int, *, flat: bool = True, honesty: float = 0.0) -> People:
        """People of this population."""
        tree = self.flat if flat else self.tree
        return simulees(tree, count, seed, mean=self.mean, honesty=honesty)

    def setting(self, bank: Bank, *, borrowing: bool = True, honest: bool = True) -> Setting:
        """A test of ``bank`` scored as the frame says; ``borrowing`` links the domains."""
        tree = bank.items.tree if borrowing else independent(bank.items.tree)
        return Setting(tree, bank, bank, self.cuts, self.mean, honest)

    def correlated(self, domain_r: float) -> StudyFrame:
        """The same frame with other people."""
        tree = TraitTree(self.tree.domains, domain_r**0.5, self.tree.competence_loading)
        return replace(self, tree=tree)


def reference() -> StudyFrame:
    """The reference frame: five domains, bands cut at −0.75, 0.25 and 1.25."""
    tree = five_domains(domain_r=DOMAIN_R, specificity=SPECIFICITY)
    return StudyFrame("référence", tree, (-0.75, 0.25, 1.25))
