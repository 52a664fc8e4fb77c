"""The short forms of criteria, a module each; `KINDS` is what the program, lints, views and the reference know of them."""

from collections.abc import Mapping

from scoring.program.kinds import checklist, deduction, judged, proportional
from scoring.program.kinds.criterion_kind import CriterionKind

KINDS: Mapping[str, CriterionKind] = {
    kind.name: kind for kind in (proportional.KIND, deduction.KIND, checklist.KIND, judged.KIND)
}
"""Every short form, in the order of the reference."""
