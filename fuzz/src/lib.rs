//! For targets whose seeds are made: a loop that damages them, for those who have no libFuzzer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Declares a target: a function of bytes, and seeds by name. Under `cargo fuzz` it is libFuzzer's; built plainly it is a program that damages
/// the seeds for a while (`TARGET [SECONDS] [SEED] [NAME]`), runs over files (`TARGET FILE...`), or writes the seeds (`TARGET --seeds FOLDER`).
#[macro_export]
macro_rules! target {
    ($seeds:expr, $run:path) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $run(bytes));
        #[cfg(not(fuzzing))]
        fn main() {
            $crate::drive(&$seeds, $run);
        }
    };
}

/// A small generator with a seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `below`.
    pub fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Pieces of formats and texts that are put into the wrong places.
const PIECES: &[&[u8]] = &[
    b"\x00", b"\xff", b"\xff\xfe", b"\xc3", b"\xef\xbb\xbf", b"<", b">", b"</", b"/>", b"&", b"&#x110000;", b"&amp;lt;", b"\"", b"'", b"\\", b"\\ud83d", b"\n", b"\r\n\r\n",
    b"{", b"}", b"[", b"]", b"{\"text\":", b",", b";", b"\t", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<script>", b"<svg>", b"<table>", b"<time datetime=\"2025-02-30\">",
    b"<item>", b"</item>", b"<entry>", b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"Content-Length: 99999999\r\n", b"Content-Length: 1\r\n", b"HTTP/1.1 200 OK\r\n",
    b"Content-Encoding: br\r\n", b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd",
    b"\x5d\x2a\x4d\x18\xff\xff\xff\xff", b"ustar", b"PAR1", b"99999999999999999999", b"0", b"-1", b"12 April 2025", b"31/02/2025", b"24:61", b"By ", b"\xc2\xa9 2025 ",
    b" (@roe) ", b"\xe2\x80\x94 ", b"(Reuters) - ", b"\xe2\x80\xa8", b"\xcc\x80", b"\xf0\x9f\x92\xa5", b"\xc4\xb0", b"\xef\xbf\xbd",
];

/// Damages bytes.
pub fn damage(dice: &mut Dice, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(6) {
        if out.is_empty() {
            out.push(0);
        }
        let at = dice.roll(out.len());
        let wide = 1usize << dice.roll(9);
        let end = (at + 1 + dice.roll(wide)).min(out.len());
        match dice.roll(10) {
            0 => out[at] ^= 1 << dice.roll(8),
            1 => drop(out.drain(at..end)),
            2 if dice.roll(4) == 0 => out.truncate(at),
            3 => {
                let run = out[at..end].to_vec();
                let times = 1 << dice.roll(if run.len() < 32 { 8 } else { 3 });
                let many = run.repeat(times);
                out.splice(at..at, many);
            }
            4..=6 => drop(out.splice(at..at, PIECES[dice.roll(PIECES.len())].iter().copied())),
            7 if !other.is_empty() => {
                let from = dice.roll(other.len());
                out.splice(at..end, other[from..(from + 200).min(other.len())].iter().copied());
            }
            8 => out[at..end].iter_mut().for_each(|b| *b = dice.roll(256) as u8),
            _ => out[at] = dice.roll(256) as u8,
        }
    }
    out.truncate(200_000);
    out
}

/// Slower than this is a finding too.
const SLOW: Duration = Duration::from_secs(2);

/// The loop of a plainly built target.
pub fn drive(seeds: &[(&str, Vec<u8>)], run: fn(&[u8])) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [option, folder] = arguments.as_slice()
        && option == "--seeds"
    {
        std::fs::create_dir_all(folder).expect("a folder");
        for (n, (name, bytes)) in seeds.iter().enumerate() {
            std::fs::write(format!("{folder}/{n:02}-{name}"), bytes).expect("written");
        }
        return;
    }
    if arguments.first().is_some_and(|a| a.parse::<u64>().is_err()) {
        for path in &arguments {
            run(&std::fs::read(path).expect("a file"));
        }
        return;
    }
    let number = |n: usize, default: u64| arguments.get(n).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (seconds, seed) = (number(0, 60), number(1, 1));
    let chosen: Vec<&(&str, Vec<u8>)> = seeds.iter().filter(|(n, _)| arguments.get(2).is_none_or(|a| a == n)).collect();
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut pool: Vec<Vec<u8>> = chosen.iter().map(|(_, b)| b.clone()).collect();
    for bytes in &pool {
        run(bytes);
    }
    let began = Instant::now();
    let (mut runs, mut found, mut slowest) = (0u64, 0u64, Duration::ZERO);
    while began.elapsed() < Duration::from_secs(seconds) && found < 20 {
        let base = dice.roll(pool.len());
        let other = dice.roll(pool.len());
        let bytes = damage(&mut dice, &pool[base], &pool[other]);
        let before = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| run(&bytes)));
        let took = before.elapsed();
        runs += 1;
        slowest = slowest.max(took);
        if outcome.is_err() || took > SLOW {
            found += 1;
            let path = format!("finding-{seed}-{runs}");
            std::fs::write(&path, &bytes).expect("written");
            println!("{path}: {}", if outcome.is_err() { "panicked".into() } else { format!("took {took:?}") });
        }
        // Damage upon damage goes further from the seeds.
        if dice.roll(8) == 0 && bytes.len() < 20_000 {
            if pool.len() < 400 {
                pool.push(bytes);
            } else {
                let at = chosen.len() + dice.roll(pool.len() - chosen.len());
                pool[at] = bytes;
            }
        }
    }
    println!("{runs} runs in {:?}, {found} findings, slowest {slowest:?}", began.elapsed());
    std::process::exit(i32::from(found > 0));
}
