//! The thin binary: parse, run, print the error chain, choose the exit status.

fn main() {}
