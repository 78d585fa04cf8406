//! SQL of entries.
