//! `plenary`: one program, the table of contents of the whole server.

mod config;
mod health;
mod listen;
mod logs;
mod web;

fn main() {}
