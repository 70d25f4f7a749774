//! The AsyncAPI documents that are active: those named by the configuration and those uploaded, kept in the metadata
//! database. A change swaps all of them as one; the next message on any protocol is held to the new ones.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::stations::metadata::{Commit, Metadata};
use arc_swap::ArcSwap;
use asyncapi::{NoFiles, Problems, Spec};
use bytes::Bytes;
use middlewares::Contracts;
use tokio::sync::Mutex;

use super::Error;

/// Where uploaded documents are kept: the key is this and the name, the value the document as it came.
const PREFIX: &str = "spec/";

/// The active documents.
pub struct Specs {
    active: ArcSwap<BTreeMap<String, Arc<Active>>>,
    metadata: Arc<dyn Metadata>,
    /// Changes happen one after the other; readers never wait for them.
    changing: Mutex<()>,
}

/// One active document.
#[derive(Debug)]
pub struct Active {
    /// Its name in the API.
    pub name: String,
    /// The document as it came, YAML or JSON.
    pub text: Bytes,
    /// Compiled.
    pub spec: Arc<Spec>,
    /// The file it came from, if the configuration names it.
    pub file: Option<PathBuf>,
}

/// A document that cannot be active, and where it came from.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The document has problems.
    #[error("{name}: {problems}")]
    Problems {
        /// Its file or name.
        name: String,
        /// All of them.
        problems: Problems,
    },
    /// The metadata database failed.
    #[error(transparent)]
    Metadata(#[from] ::stations::metadata::Error),
}

impl Specs {
    /// Loads the configuration's documents, then those uploaded earlier; of one name, the uploaded one is newer.
    pub async fn load(metadata: Arc<dyn Metadata>, files: &[PathBuf]) -> Result<Self, LoadError> {
        let mut active = BTreeMap::new();
        for path in files {
            let document = from_file(path)?;
            active.insert(document.name.clone(), Arc::new(document));
        }
        for (key, kept) in metadata.scan(PREFIX).await? {
            let name = key.strip_prefix(PREFIX).unwrap_or(&key).to_owned();
            let compiled = compile(kept.value.clone()).await;
            let spec = compiled.map_err(|problems| LoadError::Problems { name: name.clone(), problems })?;
            active.insert(name.clone(), Arc::new(Active { name, text: kept.value, spec, file: None }));
        }
        Ok(Self { active: ArcSwap::from_pointee(active), metadata, changing: Mutex::default() })
    }

    /// All that are active, by name.
    pub fn all(&self) -> Arc<BTreeMap<String, Arc<Active>>> {
        self.active.load_full()
    }

    /// One by name.
    pub fn find(&self, name: &str) -> Result<Arc<Active>, Error> {
        self.active.load().get(name).cloned().ok_or_else(|| Error::UnknownSpec(name.to_owned()))
    }

    /// Makes a document active under a name, for good. `true`: there was none of that name. A document with problems
    /// changes nothing.
    pub async fn put(&self, name: &str, text: Bytes) -> Result<bool, Error> {
        let spec = compile(text.clone()).await.map_err(Error::Spec)?;
        let _one_at_a_time = self.changing.lock().await;
        self.metadata.commit(Commit::new().put(format!("{PREFIX}{name}"), text.clone())).await?;
        let document = Arc::new(Active { name: name.to_owned(), text, spec, file: None });
        let mut active = BTreeMap::clone(&self.active.load());
        let new = active.insert(name.to_owned(), document).is_none();
        self.active.store(Arc::new(active));
        Ok(new)
    }

    /// Makes a document inactive and forgets it. One that the configuration names comes back with the next start.
    pub async fn delete(&self, name: &str) -> Result<(), Error> {
        let _one_at_a_time = self.changing.lock().await;
        self.find(name)?;
        self.metadata.commit(Commit::new().delete(format!("{PREFIX}{name}"))).await?;
        let mut active = BTreeMap::clone(&self.active.load());
        active.remove(name);
        self.active.store(Arc::new(active));
        Ok(())
    }
}

impl Contracts for Specs {
    fn covering(&self, station: &str) -> Vec<Arc<Spec>> {
        let active = self.active.load();
        active.values().filter(|one| one.spec.contract(station).is_some()).map(|one| Arc::clone(&one.spec)).collect()
    }
}

/// Compiling may take long for a large document: not on a thread that serves connections.
async fn compile(text: Bytes) -> Result<Arc<Spec>, Problems> {
    let compiling = tokio::task::spawn_blocking(move || Spec::parse(&text, &NoFiles).map(Arc::new));
    match compiling.await {
        Ok(compiled) => compiled,
        Err(stopped) => std::panic::resume_unwind(stopped.into_panic()),
    }
}

/// Reads a document and, below its folder, the files it refers to. Its name is the file's, without the extension.
pub fn from_file(path: &Path) -> Result<Active, LoadError> {
    let unreadable = |source| LoadError::Unreadable { path: path.display().to_string(), source };
    let text = Bytes::from(std::fs::read(path).map_err(unreadable)?);
    let files = Beside(path.parent().unwrap_or(Path::new(".")).canonicalize().map_err(unreadable)?);
    let spec = Spec::parse(&text, &files)
        .map_err(|problems| LoadError::Problems { name: path.display().to_string(), problems })?;
    let name = path.file_stem().map_or_else(|| "spec".to_owned(), |stem| stem.to_string_lossy().into_owned());
    Ok(Active { name, text, spec: Arc::new(spec), file: Some(path.to_owned()) })
}

/// The files below a document's folder, links followed only as far as they stay below it.
struct Beside(PathBuf);

impl asyncapi::Files for Beside {
    fn read(&self, location: &str) -> Result<Cow<'_, [u8]>, String> {
        if location.contains("://") {
            return Err(format!("`{location}` is not fetched; put the file beside the document"));
        }
        let path =
            self.0.join(location).canonicalize().map_err(|error| format!("cannot read `{location}`: {error}"))?;
        if !path.starts_with(&self.0) {
            return Err(format!("`{location}` lies outside of the document's folder"));
        }
        std::fs::read(&path).map(Cow::Owned).map_err(|error| format!("cannot read `{location}`: {error}"))
    }
}
