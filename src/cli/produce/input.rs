//! Messages out of lines and files: read by a thread of its own, since standard input blocks, and handed over through
//! a short queue. A slow source is sent as it comes; a fast one in batches.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::Format;
use crate::cli::Error;
use crate::cli::message;
use crate::gateway::message::Raw;

/// A longer message is no message: it would not fit in memory, or into any station.
const MESSAGE_LIMIT_BYTES: u64 = 100 << 20;

/// How many messages are read ahead.
const QUEUED: usize = 1024;

/// Where messages come from.
pub(super) enum Source {
    /// From the command line.
    Texts(Vec<String>),
    /// From files; `-` is standard input.
    Files(Vec<PathBuf>),
}

impl Source {
    /// How much there is to read, where that is known.
    pub(super) fn size_bytes(&self) -> Option<u64> {
        match self {
            Self::Texts(_) => None,
            Self::Files(files) => {
                let size =
                    |path| std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|file| file.len());
                files.iter().map(size).sum()
            }
        }
    }
}

/// What every message gets, and how one is cut out of its line.
pub(super) struct Dress {
    pub(super) format: Format,
    pub(super) key: Option<Bytes>,
    pub(super) separator: Option<String>,
    pub(super) headers: Vec<(Bytes, Bytes)>,
    pub(super) null: bool,
}

/// Where a message stands, for people.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) name: Arc<str>,
    /// From 1; 0 is a file as a whole.
    pub(super) line: usize,
}

/// A message, where it stands, and how much of the input it is.
struct Placed {
    place: Place,
    bytes: u64,
    message: Raw,
}

/// The messages.
pub(super) struct Input {
    queue: mpsc::Receiver<Result<Placed, Error>>,
    /// One that was read but had no more room in its batch.
    kept: Option<Placed>,
}

/// Some messages.
#[derive(Default)]
pub(super) struct Batch {
    /// In the order of the input; none at its end.
    pub(super) messages: Vec<(Place, Raw)>,
    /// How much of the input they are.
    pub(super) bytes: u64,
    /// What ended the input early.
    pub(super) error: Option<Error>,
}

impl Input {
    /// Begins to read.
    pub(super) fn open(source: Source, dress: Dress) -> Self {
        let (sender, queue) = mpsc::channel(QUEUED);
        // Not a task: one that waits for standard input could not be ended, and would hold up the end of the verb.
        std::thread::spawn(move || {
            let reader = Reader { sender, dress };
            if let Err(Stop::Failed(error)) = reader.read_all(source) {
                let _ = reader.sender.blocking_send(Err(error));
            }
        });
        Self { queue, kept: None }
    }

    /// What there is now, up to the bounds, at least one message; none at the end.
    pub(super) async fn next_batch(&mut self, most: usize, most_bytes: usize) -> Batch {
        let mut batch = Batch::default();
        let mut size_bytes = 0;
        let mut next = match self.kept.take() {
            Some(kept) => Some(Ok(kept)),
            None => self.queue.recv().await,
        };
        while let Some(read) = next {
            match read {
                Err(error) => {
                    batch.error = Some(error);
                    break;
                }
                Ok(read) => {
                    size_bytes += size(&read.message);
                    if size_bytes > most_bytes && !batch.messages.is_empty() {
                        self.kept = Some(read);
                        break;
                    }
                    batch.bytes += read.bytes;
                    batch.messages.push((read.place, read.message));
                }
            }
            if batch.messages.len() >= most {
                break;
            }
            next = self.queue.try_recv().ok();
        }
        batch
    }
}

fn size(message: &Raw) -> usize {
    message.key.as_ref().map_or(0, Bytes::len) + message.value.as_ref().map_or(0, Bytes::len)
}

/// Why reading ends before the end of the input.
enum Stop {
    /// Nobody wants more.
    Enough,
    Failed(Error),
}

struct Reader {
    sender: mpsc::Sender<Result<Placed, Error>>,
    dress: Dress,
}

impl Reader {
    fn read_all(&self, source: Source) -> Result<(), Stop> {
        match source {
            Source::Texts(texts) => {
                let name: Arc<str> = "message".into();
                for (index, text) in texts.into_iter().enumerate() {
                    let place = Place { name: Arc::clone(&name), line: index + 1 };
                    self.send(place, 0, self.dress.plain(text.into()))?;
                }
                Ok(())
            }
            Source::Files(files) => files.iter().try_for_each(|path| self.read_file(path)),
        }
    }

    fn read_file(&self, path: &Path) -> Result<(), Stop> {
        let failed = |source| Stop::Failed(Error::File { path: path.to_owned(), source });
        let (name, input): (Arc<str>, Box<dyn Read>) = if path == Path::new("-") {
            ("standard input".into(), Box::new(io::stdin()))
        } else {
            (path.display().to_string().into(), Box::new(File::open(path).map_err(failed)?))
        };
        let mut input = BufReader::with_capacity(64 << 10, input);
        for line in 1.. {
            let mut bytes = Vec::new();
            let mut bounded = input.by_ref().take(MESSAGE_LIMIT_BYTES + 1);
            let whole = self.dress.format == Format::Raw;
            let read = if whole { bounded.read_to_end(&mut bytes) } else { bounded.read_until(b'\n', &mut bytes) };
            let length = read.map_err(failed)? as u64;
            if length == 0 && !whole {
                return Ok(());
            }
            let wrong = |message: String| Stop::Failed(Error::Input { name: name.to_string(), line, message });
            if length > MESSAGE_LIMIT_BYTES {
                return Err(wrong(format!("a message may have {} MiB at most", MESSAGE_LIMIT_BYTES >> 20)));
            }
            if whole {
                return self.send(Place { name, line: 0 }, length, self.dress.plain(bytes));
            }
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            }
            let message = self.dress.line(bytes).map_err(wrong)?;
            if let Some(message) = message {
                self.send(Place { name: Arc::clone(&name), line }, length, message)?;
            }
        }
        Ok(())
    }

    fn send(&self, place: Place, bytes: u64, message: Raw) -> Result<(), Stop> {
        self.sender.blocking_send(Ok(Placed { place, bytes, message })).map_err(|_| Stop::Enough)
    }
}

impl Dress {
    /// A line as a message; an empty line between JSON messages is none.
    fn line(&self, bytes: Vec<u8>) -> Result<Option<Raw>, String> {
        if self.format != Format::Json {
            return self.separated(bytes).map(Some);
        }
        let text = str::from_utf8(&bytes).map_err(|_| "is not UTF-8, so no JSON".to_owned())?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let mut raw = message::raw_from_json(text)?;
        raw.key = raw.key.or_else(|| self.key.clone());
        raw.headers.extend(self.headers());
        Ok(Some(raw))
    }

    fn separated(&self, bytes: Vec<u8>) -> Result<Raw, String> {
        let Some(separator) = &self.separator else { return Ok(self.plain(bytes)) };
        let at = bytes.windows(separator.len()).position(|window| window == separator.as_bytes());
        let at = at.ok_or_else(|| format!("there is no {separator:?} between key and payload"))?;
        let bytes = Bytes::from(bytes);
        let payload = bytes.slice(at + separator.len()..);
        Ok(Raw { key: Some(bytes.slice(..at)), ..self.dressed(payload) })
    }

    fn plain(&self, bytes: Vec<u8>) -> Raw {
        self.dressed(bytes.into())
    }

    fn dressed(&self, payload: Bytes) -> Raw {
        let value = (!(self.null && payload.is_empty())).then_some(payload);
        Raw { key: self.key.clone(), value, headers: self.headers().collect(), timestamp_ms: None }
    }

    fn headers(&self) -> impl Iterator<Item = (Bytes, Option<Bytes>)> {
        self.headers.iter().map(|(name, value)| (name.clone(), Some(value.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dress(format: Format, separator: Option<&str>) -> Dress {
        Dress { format, key: None, separator: separator.map(str::to_owned), headers: Vec::new(), null: true }
    }

    #[test]
    fn a_line_is_cut_at_the_first_separator() {
        let raw = dress(Format::Line, Some("::")).line(b"lamp::a::b".to_vec()).unwrap().unwrap();
        assert_eq!((raw.key.as_deref(), raw.value.as_deref()), (Some(&b"lamp"[..]), Some(&b"a::b"[..])));
        assert!(dress(Format::Line, Some("::")).line(b"lamp:a".to_vec()).is_err());
    }

    #[test]
    fn an_empty_line_is_a_tombstone_where_that_is_asked_for() {
        assert_eq!(dress(Format::Line, None).line(Vec::new()).unwrap().unwrap().value, None);
        let plain = Dress { null: false, ..dress(Format::Line, None) };
        assert_eq!(plain.line(Vec::new()).unwrap().unwrap().value.as_deref(), Some(&b""[..]));
    }

    #[test]
    fn a_message_in_json_keeps_its_own_key() {
        let json = dress(Format::Json, None);
        let raw = json.line(br#"{"key": "a", "payload": "text"}"#.to_vec()).unwrap().unwrap();
        assert_eq!((raw.key.as_deref(), raw.value.as_deref()), (Some(&b"a"[..]), Some(&b"text"[..])));
        assert_eq!(json.line(b"  ".to_vec()), Ok(None));
        assert!(json.line(b"{".to_vec()).is_err());
    }

    #[tokio::test]
    async fn a_batch_ends_at_either_bound_and_loses_nothing() {
        let texts = (0..10).map(|n| format!("message {n}")).collect();
        let mut input = Input::open(Source::Texts(texts), dress(Format::Line, None));
        let mut lengths = Vec::new();
        loop {
            let batch = input.next_batch(4, 20).await;
            if batch.messages.is_empty() {
                break;
            }
            lengths.push(batch.messages.len());
        }
        assert!(lengths.iter().all(|length| *length <= 2), "{lengths:?}");
        assert_eq!(lengths.iter().sum::<usize>(), 10);
    }
}
