//! XML that may be hostile: limits, well-formedness, schemas and their verdicts.
