//! The command line: parse, call one function, choose the exit code. The only room that prints.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
