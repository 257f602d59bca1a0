//! Archives: the files within a zip or a tar, each read as if it lay in a folder of the archive's name.
//!
//! Nothing is unpacked to disk. Hidden files and folders are passed over as in a folder; a sidecar in the archive belongs
//! to the file of its name beside it, and one beside the archive to all of its files.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use super::format::{Format, is_known_name, unknown_ending};
use super::sidecar::{self, Sidecar};
use super::stream::Stream;
use super::{Found, Job, Source, expand, read_stream};

/// Largest sidecar.
const SIDECAR: u64 = 1 << 20;
/// Sidecars of a tar that wait for their file.
const WAITING: usize = 10_000;

/// What is done with a file of an archive.
enum Member {
    Skip,
    Sidecar,
    Read,
}

fn sort(name: &str) -> Member {
    let hidden = name.split('/').any(|p| p.starts_with('.') || p == "__MACOSX");
    match name {
        _ if hidden || name.is_empty() => Member::Skip,
        _ if name.ends_with(sidecar::ENDING) => Member::Sidecar,
        _ => Member::Read,
    }
}

/// A path within an archive as one below it: with `/`, without a way out.
fn plain(name: &str) -> String {
    let path = expand::lexical(Path::new(&name.replace('\\', "/")));
    path.split('/').filter(|p| !p.is_empty() && *p != "." && *p != "..").collect::<Vec<_>>().join("/")
}

/// Reads one file of an archive.
fn member(job: &Job<'_>, name: &str, beside: Option<&Sidecar>, bytes: Box<dyn Read + '_>, sink: &mut dyn FnMut(Found)) {
    let source = Source { name: format!("{}/{name}", job.source.name), path: job.source.path.join(name) };
    let inner = Job { source: &source, beside: beside.or(job.beside), own: None, within: true, ..*job };
    let known = is_known_name(name, false);
    super::heard(&source, job.limits, sink, |sink| {
        let stream = Stream::new(bytes, job.limits)?;
        if !known && (Format::of_magic(stream.head()) == Some(Format::Zip) || !Format::is_plain_from(stream.head())) {
            return Err(unknown_ending(name));
        }
        read_stream(&inner, stream, sink)
    });
}

fn read_sidecar(bytes: &mut dyn Read) -> Result<Sidecar, String> {
    let mut text = String::new();
    bytes.take(SIDECAR).read_to_string(&mut text).map_err(|e| format!("cannot be read: {e}"))?;
    sidecar::parse(&text)
}

/// Ends with an error where a file expands to more than its packed size allows.
struct Measured<'l, R> {
    inner: R,
    out: u64,
    /// What this file may give.
    most: u64,
    /// What the archive may still give.
    left: &'l std::cell::Cell<u64>,
}

impl<R: Read> Read for Measured<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.out += n as u64;
        let over = |what: &str| Err(io::Error::new(io::ErrorKind::FileTooLarge, what.to_owned()));
        if self.out > self.most {
            return over("it unpacks to more times its size than the limit allows");
        }
        if self.left.get() < n as u64 {
            return over("the archive unpacks to more than the limit allows");
        }
        self.left.set(self.left.get() - n as u64);
        Ok(n)
    }
}

/// Reads the files of a zip in the order of its index.
pub(super) fn zip(job: &Job<'_>, stream: &mut Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let file = stream.seekable(job.own, job.limits.expanded)?;
    let size = file.metadata().map_or(0, |m| m.len());
    let mut archive = ::zip::ZipArchive::new(io::BufReader::new(file)).map_err(|e| match e {
        ::zip::result::ZipError::Io(e) => format!("the zip archive cannot be read: {e}"),
        e => format!("the zip archive is cut off or damaged: {e}"),
    })?;
    let names: Vec<String> = (0..archive.len())
        .map(|i| archive.name_for_index(i).and_then(Result::ok).map_or_else(|| format!("file-{}", i + 1), |n| n.into_owned()))
        .collect();
    if names.iter().any(|n| n == "[Content_Types].xml" || n == "mimetype" || n == "META-INF/MANIFEST.MF") {
        return Err("is an office document, a book or a program; convert it to text first".into());
    }
    let mut sidecars: BTreeMap<String, (Option<Sidecar>, bool)> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        let path = plain(name);
        if matches!(sort(&path), Member::Sidecar) && sidecars.len() < WAITING {
            let read = archive.by_index(i).map_err(|e| e.to_string()).and_then(|mut f| read_sidecar(&mut f));
            let kept = match read {
                Ok(kept) => Some(kept),
                Err(reason) => {
                    sink(Err(at(job, &path, reason)));
                    None
                }
            };
            sidecars.insert(path, (kept, false));
        }
    }
    // Files may lie over one another in a zip that is made to harm: together they may give no more than one of the archive's size.
    let left = std::cell::Cell::new(size.saturating_mul(job.limits.ratio).max(64 << 20).min(job.limits.expanded));
    for (i, name) in names.iter().enumerate() {
        let path = plain(name);
        if name.ends_with('/') || !matches!(sort(&path), Member::Read) {
            continue;
        }
        if i >= job.limits.members {
            sink(Err(job.reject(None, too_many(names.len(), job.limits.members))));
            break;
        }
        let described = sidecar::names(Path::new(&path)).into_iter().find_map(|n| {
            let key = n.to_string_lossy().into_owned();
            sidecars.contains_key(&key).then_some(key)
        });
        if let Some(key) = &described
            && let Some(entry) = sidecars.get_mut(key)
        {
            entry.1 = true;
        }
        let beside = described.and_then(|k| sidecars.get(&k)).and_then(|(s, _)| s.as_ref());
        match archive.by_index(i) {
            Ok(file) if file.is_dir() => {}
            Ok(file) if file.encrypted() => sink(Err(at(job, &path, "is locked with a password".into()))),
            Ok(file) => {
                let most = file.compressed_size().saturating_mul(job.limits.ratio).max(16 << 20);
                member(job, &path, beside, Box::new(Measured { inner: file, out: 0, most, left: &left }), sink);
            }
            Err(e) => sink(Err(at(job, &path, format!("cannot be taken out of the archive: {e}")))),
        }
    }
    for (path, (_, used)) in &sidecars {
        if !used {
            sink(Err(at(job, path, "describes no file: there is no file of that name beside it".into())));
        }
    }
    Ok(())
}

/// Reads the files of a tar in their order. A sidecar must stand before its file: a tar is read once, from the front.
pub(super) fn tar(job: &Job<'_>, stream: Stream<'_>, sink: &mut dyn FnMut(Found)) -> Result<(), String> {
    let packed = stream.packing();
    let mut archive = ::tar::Archive::new(stream);
    let entries = archive.entries().map_err(|e| format!("the tar archive cannot be read: {e}"))?;
    let mut sidecars: BTreeMap<String, (Sidecar, bool)> = BTreeMap::new();
    for (count, entry) in entries.enumerate() {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(e) => {
                let what = if packed { "cut off or damaged" } else { "cut off, or not whole" };
                sink(Err(job.reject(None, format!("the tar archive is {what}: {e}; what came before was read"))));
                break;
            }
        };
        if count >= job.limits.members {
            sink(Err(job.reject(None, too_many(count + 1, job.limits.members))));
            break;
        }
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = plain(&String::from_utf8_lossy(&entry.path_bytes()));
        match sort(&path) {
            Member::Skip => {}
            Member::Sidecar => match read_sidecar(&mut entry) {
                Ok(kept) if sidecars.len() < WAITING => drop(sidecars.insert(path, (kept, false))),
                Ok(_) => {}
                Err(reason) => sink(Err(at(job, &path, reason))),
            },
            Member::Read => {
                let key = sidecar::names(Path::new(&path))
                    .into_iter()
                    .map(|n| n.to_string_lossy().into_owned())
                    .find(|n| sidecars.contains_key(n));
                let mut described = key.and_then(|k| sidecars.get_mut(&k));
                if let Some((_, used)) = &mut described {
                    *used = true;
                }
                member(job, &path, described.map(|(s, _)| &*s), Box::new(entry), sink);
            }
        }
    }
    for (path, (_, used)) in &sidecars {
        if !used {
            sink(Err(at(job, path, "describes no file: none of that name stands behind it in the archive".into())));
        }
    }
    Ok(())
}

/// A reject of a file within the archive.
fn at(job: &Job<'_>, path: &str, reason: String) -> crate::types::Reject {
    crate::types::Reject { source_path: format!("{}/{path}", job.source.name), record: None, reason }
}

fn too_many(there: usize, limit: usize) -> String {
    format!("holds more than {limit} files (it has {there} or more), the limit of one archive; the rest was not read")
}
