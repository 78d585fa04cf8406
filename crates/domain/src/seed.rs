//! What a fresh account has.
