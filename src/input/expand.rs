//! Folders, files and globs to files in a fixed order.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use walkdir::WalkDir;

use super::format::{Format, is_known_name, is_plain_file, unknown_ending};
use super::{InputError, InputOptions, Source, fields, sidecar};
use crate::types::Reject;

/// Expands folders, files and globs into the files to read, sorted by normalized relative path: relative to the folder
/// that was given, or to the part of a glob before its first wildcard; a file that was given keeps its path as written,
/// or just its name where that is absolute or leads upwards. `-` is standard input, and is named `stdin`.
///
/// Hidden files, sidecars and the folders of [`InputOptions::skip`] are no inputs. What cannot be found or read becomes a
/// reject, and so does what has an ending that says nothing and does not begin like a format that is read.
///
/// # Errors
/// A glob that cannot be read, or `--map` with an unknown field.
pub fn expand(inputs: &[PathBuf], options: &InputOptions) -> Result<(Vec<Source>, Vec<Reject>), InputError> {
    fields::Map::new(&options.map)?;
    let mut found = Finder { skip: options.skip.iter().filter_map(|p| p.canonicalize().ok()).collect(), ..Finder::default() };
    for input in inputs {
        let text = input.to_string_lossy();
        if text == STANDARD_INPUT {
            found.sources.push(Source { name: "stdin".into(), path: input.clone() });
        } else if std::fs::symlink_metadata(input).is_err() && text.contains(['*', '?', '[', '{']) {
            found.glob(&text)?;
        } else if input.is_dir() {
            found.folder(input, input, None);
        } else {
            found.file(input, given_name(input), true);
        }
    }
    Ok(found.finish(inputs.len() > 1))
}

/// What stands for standard input among the inputs.
pub(super) const STANDARD_INPUT: &str = "-";

#[derive(Default)]
struct Finder {
    skip: BTreeSet<PathBuf>,
    sources: Vec<Source>,
    rejects: Vec<Reject>,
    sidecars: Vec<Source>,
}

impl Finder {
    fn reject(&mut self, name: String, reason: impl Into<String>) {
        self.rejects.push(Reject { source_path: name, record: None, reason: reason.into() });
    }

    fn glob(&mut self, pattern: &str) -> Result<(), InputError> {
        let fault = |problem: String| InputError::Glob { pattern: pattern.to_owned(), problem };
        let plain = pattern.strip_prefix("./").unwrap_or(pattern);
        let matcher = GlobBuilder::new(plain)
            .literal_separator(true)
            .build()
            .map_err(|e| fault(format!("is no glob: {}", e.kind())))?
            .compile_matcher();
        let fixed: Vec<&str> = plain.split('/').take_while(|p| !p.contains(['*', '?', '[', '{'])).collect();
        let root = match fixed.as_slice() {
            [] => PathBuf::from("."),
            [""] => PathBuf::from("/"),
            parts => PathBuf::from(parts.join("/")),
        };
        let before = self.sources.len() + self.rejects.len();
        if root.is_dir() {
            self.folder(&root, &root, Some(&matcher));
        }
        if self.sources.len() + self.rejects.len() == before {
            self.reject(pattern.to_owned(), "matches no file");
        }
        Ok(())
    }

    fn folder(&mut self, root: &Path, folder: &Path, glob: Option<&GlobMatcher>) {
        let mut walk = WalkDir::new(folder).follow_links(true).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(e) => {
                    let path = e.path().unwrap_or(folder);
                    let name = relative(root, path);
                    if hidden(path) && path != folder || glob.is_some_and(|g| !wanted(g, path)) {
                        continue;
                    }
                    let reason = match (e.loop_ancestor(), e.io_error().map(std::io::Error::kind)) {
                        (Some(_), _) => "is a link that leads back to a folder above it".to_owned(),
                        (_, Some(std::io::ErrorKind::NotFound)) => "is a link that leads nowhere".to_owned(),
                        (_, Some(std::io::ErrorKind::PermissionDenied)) => "may not be read: permission denied".to_owned(),
                        _ => format!("cannot be read: {e}"),
                    };
                    self.reject(name, reason);
                    continue;
                }
            };
            let path = entry.path();
            if entry.depth() > 0 && hidden(path) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            if entry.file_type().is_dir() {
                if !self.skip.is_empty() && path.canonicalize().is_ok_and(|p| self.skip.contains(&p)) {
                    walk.skip_current_dir();
                } else if entry.depth() > 0 && glob.is_none() && Format::of_name(&path.to_string_lossy()).is_some() && empty_folder(path) {
                    self.reject(relative(root, path), "is an empty folder, though its name is that of a file");
                }
                continue;
            }
            if glob.is_none_or(|g| wanted(g, path)) {
                self.file(path, relative(root, path), false);
            }
        }
    }

    fn file(&mut self, path: &Path, name: String, given: bool) {
        if name.ends_with(".meta.toml") {
            self.sidecars.push(Source { name, path: path.to_owned() });
            return;
        }
        // An ending that says nothing leaves it to the content; plain text is read under a name without ending, if it was given.
        if !is_known_name(&name, given) && path.exists() && !is_plain_file(path) {
            let reason = unknown_ending(&name);
            self.reject(name, reason);
            return;
        }
        self.sources.push(Source { name, path: path.to_owned() });
    }

    fn finish(mut self, several: bool) -> (Vec<Source>, Vec<Reject>) {
        if several {
            // The same file given twice (a folder, and a file in it) is read once, under its first name.
            self.sources.sort();
            let mut seen = BTreeSet::new();
            self.sources.retain(|s| s.path.canonicalize().map_or(true, |p| seen.insert(p)));
        }
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for source in &self.sources {
            *names.entry(source.name.clone()).or_default() += 1;
        }
        // Two folders may hold files of one name: then the path as given tells them apart.
        for source in &mut self.sources {
            if names.get(&source.name).is_some_and(|n| *n > 1) {
                source.name = lexical(&source.path);
            }
        }
        let sources = if self.sidecars.is_empty() { &[] } else { self.sources.as_slice() };
        let described: BTreeSet<PathBuf> = sources.iter().flat_map(|s| sidecar::names(&s.path)).collect();
        for lone in std::mem::take(&mut self.sidecars) {
            if !described.contains(&lone.path) {
                self.reject(lone.name, "describes no file: there is no input of that name beside it");
            }
        }
        self.sources.sort();
        self.sources.dedup();
        self.rejects.sort();
        self.rejects.dedup();
        (self.sources, self.rejects)
    }
}

fn wanted(glob: &GlobMatcher, path: &Path) -> bool {
    glob.is_match(path.strip_prefix(".").unwrap_or(path))
}

fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'))
}

fn empty_folder(path: &Path) -> bool {
    std::fs::read_dir(path).is_ok_and(|mut d| d.next().is_none())
}

/// A path below `root`, with `/`.
fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    if below.as_os_str().is_empty() { lexical(path) } else { lexical(below) }
}

/// The name of a file that was given by itself.
fn given_name(path: &Path) -> String {
    let plain = lexical(path);
    if path.is_absolute() || plain.starts_with("../") {
        return path.file_name().map_or(plain, |n| n.to_string_lossy().into_owned());
    }
    plain
}

/// A path with `/`, without `.` and with `..` resolved where it can be.
pub(super) fn lexical(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir | Component::Prefix(_) => {}
            Component::RootDir => parts.push(String::new()),
            Component::ParentDir if parts.last().is_some_and(|p| p != ".." && !p.is_empty()) => {
                parts.pop();
            }
            Component::ParentDir => parts.push("..".into()),
            Component::Normal(p) => parts.push(p.to_string_lossy().into_owned()),
        }
    }
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}
