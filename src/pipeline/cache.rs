//! What extraction found in articles before, so that it is not looked for again.
//!
//! `OUT/.cache/` holds segments: files that only grow, one a run. A segment begins with a line of JSON that says what extraction knew
//! ([`Knowing`]: code, lexicon, model), and goes on with entries: key, length and checksum, then the bytes. A key is a hash of everything that
//! extraction reads of an article, so an entry is right wherever it stands and in whatever order articles come. Segments of another
//! knowledge are left unread and removed by the next run that finishes. A run that is killed leaves the entries it has written,
//! at worst with a torn one at the end, which the checksum tells. All of it may be deleted at any time.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::types::{Article, RawRecord};

/// Name of the folder within the outputs; hidden, so that it is no input where outputs lie within inputs.
pub const FOLDER: &str = ".cache";
const ENDING: &str = "found";
/// The first line of a segment begins so.
const MAGIC: &str = "howmany cache 1 ";
/// Checksum, length and key before the bytes of an entry.
const HEAD: usize = 8 + 4 + 16;

/// Everything that extraction knows: an entry is worth something only to a run that knows the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knowing {
    /// Hash of the program's sources.
    pub code: String,
    /// Fingerprint of all knowledge files.
    pub lexicon: String,
    /// Name of the model, which has its hash.
    pub model: String,
    /// Which attributions are looked for.
    #[serde(default)]
    pub attributions: String,
    /// Steps of work that an article is allowed.
    pub steps: u64,
}

impl Knowing {
    /// What differs from an earlier knowledge, in words; none where nothing does.
    fn changed(&self, before: &Self) -> Option<String> {
        let parts = [
            ("the program", self.code != before.code),
            ("the lexicon", self.lexicon != before.lexicon),
            ("the model", self.model != before.model),
            ("the choice of attributions", self.attributions != before.attributions),
            ("the limit of steps", self.steps != before.steps),
        ];
        let changed: Vec<&str> = parts.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
        (!changed.is_empty()).then(|| format!("{} changed since", changed.join(" and ")))
    }
}

/// Names an article by all that extraction reads of it: not by its path, record and id. Or a record by all that normalizing reads of it:
/// then the highest bit is set.
pub type Key = u128;

/// Set in the keys of records.
const RECORD: Key = 1 << 127;

/// A hash of parts.
struct Parts(blake3::Hasher);

impl Parts {
    /// Each part with its length, so that no two lists of parts are one text.
    fn feed(&mut self, part: Option<&str>) {
        self.0.update(&part.map_or(u64::MAX, |p| p.len() as u64).to_le_bytes());
        self.0.update(part.unwrap_or("").as_bytes());
    }

    fn key(&self) -> Key {
        let hash = self.0.finalize();
        u128::from_le_bytes(std::array::from_fn(|i| hash.as_bytes()[i]))
    }
}

/// The key of a record as it was read.
pub fn record_key(record: &RawRecord) -> Key {
    let mut parts = Parts(blake3::Hasher::new());
    parts.feed(Some(&record.source_path));
    for part in [
        &record.record.map(|r| r.to_string()),
        &record.external_id,
        &record.title,
        &record.outlet,
        &record.url,
        &record.author,
        &record.published,
        &record.modified,
        &record.language,
        &record.fields_source,
        &record.damaged.then(String::new),
        &(!record.blocks.is_empty()).then(|| format!("{:?}", record.blocks)),
    ] {
        parts.feed(part.as_deref());
    }
    parts.feed(Some(&record.text));
    parts.key() | RECORD
}

/// The key of an article.
pub fn key(article: &Article) -> Key {
    let mut parts = Parts(blake3::Hasher::new());
    let mut feed = |part: Option<&str>| parts.feed(part);
    for part in [
        &article.outlet,
        &article.url,
        &article.title,
        &article.author,
        &article.published,
        &article.modified,
        &article.published_precision,
        &article.published_source,
        &article.language,
        &article.wire_credit,
        &article.external_id,
        &article.published_day.map(|d| d.to_string()),
        &Some(article.own_voice()),
        &Some(article.damaged.to_string()),
    ] {
        feed(part.as_deref());
    }
    feed(Some(&article.text));
    feed(Some(&format!("{:?}", article.blocks)));
    parts.key() & !RECORD
}

/// Where an entry lies.
#[derive(Clone, Copy)]
struct Place {
    segment: u32,
    length: u32,
    at: u64,
}

/// What a run found in the cache, and what it did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries that were used.
    pub used: u64,
    /// Entries that were damaged.
    pub damaged: u64,
    /// Bytes at the end of segments that are no whole entry.
    pub torn: u64,
}

/// A segment that is being written.
struct New {
    path: PathBuf,
    file: BufWriter<File>,
    length: u64,
}

impl New {
    /// Writes an entry and gives its place in the file.
    fn entry(&mut self, key: Key, bytes: &[u8]) -> std::io::Result<u64> {
        let at = self.length;
        let length = u32::try_from(bytes.len()).map_err(std::io::Error::other)?;
        self.file.write_all(&checksum(key, bytes).to_le_bytes())?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&key.to_le_bytes())?;
        self.file.write_all(bytes)?;
        self.length += (HEAD + bytes.len()) as u64;
        Ok(at)
    }
}

/// The open cache of a run.
pub struct Cache {
    folder: PathBuf,
    segments: Vec<(PathBuf, File)>,
    /// Segments of another knowledge.
    stale: Vec<PathBuf>,
    index: HashMap<Key, Place>,
    /// Entries asked for or written by this run.
    live: HashMap<Key, Place>,
    new: Option<New>,
    /// Where the new segment has failed, nothing more is written.
    failed: bool,
    knowing: Knowing,
    /// What was found and not.
    pub counts: Counts,
    /// Why older entries are of no use.
    pub why: Option<String>,
}

impl Cache {
    /// Opens the cache of a folder of outputs. Never fails: what cannot be read is done anew, and said.
    pub fn open(out: &Path, knowing: Knowing) -> Self {
        let mut cache = Self {
            folder: out.join(FOLDER),
            segments: Vec::new(),
            stale: Vec::new(),
            index: HashMap::new(),
            live: HashMap::new(),
            new: None,
            failed: false,
            knowing,
            counts: Counts::default(),
            why: None,
        };
        let mut paths: Vec<PathBuf> = fs::read_dir(&cache.folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.extension().is_some_and(|x| x == ENDING))
            .collect();
        paths.sort();
        for path in paths {
            match cache.segment(&path) {
                Ok(true) => {}
                Ok(false) => cache.stale.push(path),
                Err(_) => {
                    cache.counts.damaged += 1;
                    cache.stale.push(path);
                }
            }
        }
        if !cache.index.is_empty() {
            // A run with another knowledge was in between: what this one knows is still there.
            cache.why = None;
        }
        cache
    }

    /// Articles known.
    pub fn len(&self) -> usize {
        self.index.keys().filter(|k| **k & RECORD == 0).count()
    }

    /// Reads the heads of a segment's entries; false where it is of another knowledge.
    fn segment(&mut self, path: &Path) -> std::io::Result<bool> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut reader = BufReader::with_capacity(4096, file);
        let mut line = Vec::new();
        // A line of a few hundred bytes: anything longer is none of ours.
        std::io::BufRead::read_until(&mut (&mut reader).take(4096), b'\n', &mut line)?;
        let line = String::from_utf8_lossy(&line).into_owned();
        let Some(known) =
            line.strip_prefix(MAGIC).filter(|_| line.ends_with('\n')).and_then(|json| serde_json::from_str::<Knowing>(json).ok())
        else {
            return Err(std::io::Error::other("no segment"));
        };
        if let Some(why) = self.knowing.changed(&known) {
            self.why = Some(why);
            return Ok(false);
        }
        let segment = self.segments.len() as u32;
        let mut at = reader.stream_position()?;
        let mut head = [0u8; HEAD];
        let mut found = Vec::new();
        while at + HEAD as u64 <= length {
            reader.read_exact(&mut head)?;
            let (_, size, key) = parts(&head);
            let next = at + HEAD as u64 + u64::from(size);
            if next > length {
                break;
            }
            found.push((key, Place { segment, length: size, at }));
            reader.seek_relative(i64::from(size))?;
            at = next;
        }
        self.index.extend(found);
        self.counts.torn += length - at;
        self.segments.push((path.to_owned(), reader.into_inner()));
        Ok(true)
    }

    /// The bytes kept for a key; none where there are none or where they are damaged.
    pub fn get(&mut self, key: Key) -> Option<Vec<u8>> {
        let place = *self.index.get(&key)?;
        match self.read(key, place) {
            Some(bytes) => {
                self.counts.used += u64::from(key & RECORD == 0);
                self.live.insert(key, place);
                Some(bytes)
            }
            None => {
                self.counts.damaged += 1;
                self.index.remove(&key);
                None
            }
        }
    }

    fn read(&mut self, key: Key, place: Place) -> Option<Vec<u8>> {
        let mut own;
        let file = match self.segments.get_mut(place.segment as usize) {
            Some((_, file)) => file,
            None => {
                // Of this run's own segment: an exact repeat of an article.
                let new = self.new.as_mut()?;
                new.file.flush().ok()?;
                own = File::open(&new.path).ok()?;
                &mut own
            }
        };
        file.seek(SeekFrom::Start(place.at)).ok()?;
        let mut bytes = vec![0; HEAD + place.length as usize];
        file.read_exact(&mut bytes).ok()?;
        let head: [u8; HEAD] = bytes.get(..HEAD)?.try_into().ok()?;
        let (sum, size, of) = parts(&head);
        bytes.drain(..HEAD);
        (of == key && size == place.length && sum == checksum(key, &bytes)).then_some(bytes)
    }

    /// Tells that the bytes of a key were no rows after all.
    pub fn broken(&mut self, key: Key) {
        self.counts.used -= u64::from(key & RECORD == 0);
        self.counts.damaged += 1;
        self.index.remove(&key);
        self.live.remove(&key);
    }

    /// Keeps bytes for a key. Where the disk is full or cannot be written, the run goes on without.
    pub fn put(&mut self, key: Key, bytes: &[u8]) {
        if self.failed || self.live.contains_key(&key) {
            return;
        }
        let Ok(at) = self.write(key, bytes) else {
            self.failed = true;
            self.new = None;
            return;
        };
        // The new segment stands behind all old ones.
        let place = Place { segment: self.segments.len() as u32, length: bytes.len() as u32, at };
        self.live.insert(key, place);
        self.index.insert(key, place);
    }

    fn write(&mut self, key: Key, bytes: &[u8]) -> std::io::Result<u64> {
        let new = match self.new.take() {
            Some(new) => new,
            None => self.create()?,
        };
        self.new.insert(new).entry(key, bytes)
    }

    /// A new segment with its first line, under a name that is not taken: runs into one folder at the same time do not meet.
    fn create(&self) -> std::io::Result<New> {
        fs::create_dir_all(&self.folder)?;
        let mut number = 0;
        let (path, file) = loop {
            let path = self.folder.join(format!("{}-{number}.{ENDING}", std::process::id()));
            match File::create_new(&path) {
                Ok(file) => break (path, file),
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
                Err(e) => return Err(e),
            }
        };
        let mut file = BufWriter::with_capacity(1 << 18, file);
        let line = format!("{MAGIC}{}\n", serde_json::to_string(&self.knowing).map_err(std::io::Error::other)?);
        file.write_all(line.as_bytes())?;
        Ok(New { path, file, length: line.len() as u64 })
    }

    /// Hands what was kept so far to the system, so that it outlives a killed run.
    pub fn flush(&mut self) {
        if self.new.as_mut().is_some_and(|n| n.file.flush().is_err()) {
            self.failed = true;
            self.new = None;
        }
    }

    /// Why articles were done anew that were done before, and what else is to be said, in words.
    pub fn reasons(&self) -> Vec<String> {
        let mut out: Vec<String> = self.why.iter().map(|w| format!("{w} the last run: what was kept is of no use")).collect();
        if self.counts.damaged > 0 {
            out.push(format!("{} entries of the cache were damaged", self.counts.damaged));
        }
        if self.counts.torn > 0 {
            out.push(format!("the cache ended in the middle of an entry ({} bytes), as a killed run leaves it", self.counts.torn));
        }
        if self.failed {
            out.push("the cache could not be written: the next run will do it again".into());
        }
        out
    }

    /// Ends a run that finished: segments of another knowledge go, and what is live is written together where half of all is not.
    pub fn finish(mut self) {
        self.flush();
        for path in &self.stale {
            let _ = fs::remove_file(path);
        }
        let size = |entries: &HashMap<Key, Place>| entries.values().map(|p| HEAD as u64 + u64::from(p.length)).sum::<u64>();
        let (all, live) = (size(&self.index), size(&self.live));
        if !self.failed && (live < all / 2 || self.segments.len() > 16) {
            let _ = self.together();
        }
    }

    /// Writes all live entries to one segment and removes the others.
    fn together(&mut self) -> std::io::Result<()> {
        let mut all = self.create()?;
        let mut entries: Vec<(Key, Place)> = self.live.iter().map(|(k, p)| (*k, *p)).collect();
        entries.sort_unstable_by_key(|(_, p)| (p.segment, p.at));
        for (key, place) in entries {
            // One that is damaged by now is left out: it will be found anew.
            if let Some(bytes) = self.read(key, place) {
                all.entry(key, &bytes)?;
            }
        }
        all.file.flush()?;
        for path in self.segments.iter().map(|(p, _)| p).chain(self.new.as_ref().map(|n| &n.path)) {
            let _ = fs::remove_file(path);
        }
        Ok(())
    }
}

/// Checksum, length and key of an entry's head.
fn parts(head: &[u8; HEAD]) -> (u64, u32, Key) {
    let (sum, rest) = head.split_at(8);
    let (size, key) = rest.split_at(4);
    (
        u64::from_le_bytes(std::array::from_fn(|i| sum[i])),
        u32::from_le_bytes(std::array::from_fn(|i| size[i])),
        u128::from_le_bytes(std::array::from_fn(|i| key[i])),
    )
}

fn checksum(key: Key, bytes: &[u8]) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(&key.to_le_bytes());
    hash.update(&(bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
    hash.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowing(lexicon: &str) -> Knowing {
        Knowing { code: "c".into(), lexicon: lexicon.into(), model: "m".into(), attributions: "all".into(), steps: 9 }
    }

    fn segments(out: &Path) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = fs::read_dir(out.join(FOLDER)).expect("folder").flatten().map(|e| e.path()).collect();
        all.sort();
        all
    }

    #[test]
    fn what_was_kept_is_found_and_other_knowledge_is_not() {
        let dir = tempfile::tempdir().expect("folder");
        let mut cache = Cache::open(dir.path(), knowing("x"));
        assert!(cache.get(7).is_none() && cache.why.is_none());
        cache.put(7, b"seven");
        cache.put(8, b"");
        assert_eq!(cache.get(7).as_deref(), Some(&b"seven"[..]), "within the same run");
        cache.finish();
        let mut cache = Cache::open(dir.path(), knowing("x"));
        assert_eq!((cache.len(), cache.get(7), cache.get(8)), (2, Some(b"seven".to_vec()), Some(Vec::new())));
        cache.finish();
        let mut cache = Cache::open(dir.path(), knowing("y"));
        assert!(cache.get(7).is_none());
        assert_eq!(cache.why.as_deref(), Some("the lexicon changed since"));
        cache.put(7, b"other");
        cache.finish();
        let mut cache = Cache::open(dir.path(), knowing("y"));
        assert_eq!((cache.len(), cache.get(7)), (1, Some(b"other".to_vec())));
        assert_eq!(segments(dir.path()).len(), 1, "the old knowledge is gone");
    }

    #[test]
    fn torn_and_damaged_entries_are_noticed() {
        let dir = tempfile::tempdir().expect("folder");
        let mut cache = Cache::open(dir.path(), knowing("x"));
        (0..20u128).for_each(|k| cache.put(k, format!("entry {k}").as_bytes()));
        cache.flush();
        drop(cache);
        let path = segments(dir.path()).remove(0);
        let whole = fs::read(&path).expect("read");
        // Cut anywhere: the entries before the cut are there, and right.
        for cut in (0..whole.len()).step_by(5) {
            fs::write(&path, &whole[..cut]).expect("written");
            let mut cache = Cache::open(dir.path(), knowing("x"));
            for k in 0..20u128 {
                assert!(cache.get(k).is_none_or(|b| b == format!("entry {k}").as_bytes()));
            }
        }
        // Any byte changed: no entry is wrong.
        for at in (0..whole.len()).step_by(3) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x41;
            fs::write(&path, &bytes).expect("written");
            let mut cache = Cache::open(dir.path(), knowing("x"));
            let right = (0..20u128).filter(|k| cache.get(*k).is_some_and(|b| b == format!("entry {k}").as_bytes())).count();
            let wrong = (0..20u128).filter(|k| cache.get(*k).is_some_and(|b| b != format!("entry {k}").as_bytes())).count();
            assert!(wrong == 0 && right < 20, "byte {at}: {right} right, {wrong} wrong");
        }
        fs::write(&path, b"not a segment").expect("written");
        assert_eq!(Cache::open(dir.path(), knowing("x")).counts.damaged, 1);
    }

    #[test]
    fn entries_that_no_run_asks_for_are_dropped() {
        let dir = tempfile::tempdir().expect("folder");
        let mut cache = Cache::open(dir.path(), knowing("x"));
        (0..100u128).for_each(|k| cache.put(k, &[1; 100]));
        cache.finish();
        let mut cache = Cache::open(dir.path(), knowing("x"));
        assert!((0..10u128).all(|k| cache.get(k).is_some()));
        cache.put(1_000, b"new");
        cache.finish();
        let mut cache = Cache::open(dir.path(), knowing("x"));
        assert_eq!(cache.len(), 11);
        assert!(cache.get(1_000).is_some() && cache.get(3).is_some());
        assert_eq!(segments(dir.path()).len(), 1);
    }

    #[test]
    fn records_have_keys_of_their_own() {
        let record = RawRecord { text: "Nine died.".into(), source_path: "x/a.txt".into(), ..RawRecord::default() };
        let article = Article { text: "Nine died.".into(), source_path: "x/a.txt".into(), ..Article::default() };
        assert!(record_key(&record) & RECORD != 0 && key(&article) & RECORD == 0);
        for other in [
            RawRecord { record: Some(4), ..record.clone() },
            RawRecord { source_path: "x/b.txt".into(), ..record.clone() },
            RawRecord { title: Some("Nine died.".into()), ..record.clone() },
            RawRecord { outlet: Some("Nine died.".into()), ..record.clone() },
            RawRecord { damaged: true, ..record.clone() },
        ] {
            assert_ne!(record_key(&record), record_key(&other));
        }
        let dir = tempfile::tempdir().expect("folder");
        let mut cache = Cache::open(dir.path(), knowing("x"));
        cache.put(record_key(&record), b"normalized");
        cache.put(key(&article), b"extracted");
        assert_eq!(cache.get(record_key(&record)).as_deref(), Some(&b"normalized"[..]));
        assert_eq!((cache.len(), cache.counts.used), (1, 0));
    }

    #[test]
    fn the_key_is_what_extraction_reads() {
        let article = Article { article_id: "a_1".into(), text: "Nine died.".into(), source_path: "x/a.txt".into(), ..Article::default() };
        let same = Article { article_id: "a_1-2".into(), record: Some(4), source_path: "y/a.txt".into(), ..article.clone() };
        assert_eq!(key(&article), key(&same));
        // Without an outlet the file's stem speaks.
        assert_ne!(key(&article), key(&Article { source_path: "x/b.txt".into(), ..article.clone() }));
        assert_ne!(key(&article), key(&Article { title: Some("Nine".into()), ..article.clone() }));
        assert_ne!(key(&article), key(&Article { published_day: Some(jiff::civil::date(2025, 4, 12)), ..article.clone() }));
    }
}
