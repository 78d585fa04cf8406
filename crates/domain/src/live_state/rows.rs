//! SQL of entry server nodes.
