"""Is a table surely sound? What cannot be proven here is left to frictionless. Reads.

One-sided by design: what is accepted here frictionless accepts too, at a fortieth of its cost. Cells are read as text
by a strict tokenizer and held against grammars that are narrower than the types; a cell that is in no grammar is shown
to frictionless' own reader. What a descriptor says that is not understood here is not accepted.
"""

from publisher.tables.fast.prove import Doubt, Proof, prove

__all__ = ["Doubt", "Proof", "prove"]
