//! What the wire looks like, byte by byte (contract: wire; session; live).

mod answers;
mod requests;
