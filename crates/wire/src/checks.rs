//! Entry points for fuzzing and property tests.
