//! SQL of metadata.
