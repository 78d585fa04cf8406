//! The program's other commands, as an operator uses them: the real binary on real folders.

mod backup;
