//! SQL of sessions and app tokens.
