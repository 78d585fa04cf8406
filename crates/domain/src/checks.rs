//! Fuzz entry functions: each asserts meaning, not only survival.
