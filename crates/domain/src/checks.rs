//! Fuzz entry functions.
