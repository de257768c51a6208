"""The reader that never tires: every rule of writing a program can check, in French.

``E`` (erreur) blocks; ``W`` (avertissement) needs a waiver in ``registry/waivers.yaml``; ``I`` only
informs. One small function for each rule, registered with its number and what to do.
"""

from webapp.content.lint.rule import RULES, Finding, Severity
from webapp.content.lint.run import lint, run_lint

__all__ = ["RULES", "Finding", "Severity", "lint", "run_lint"]
