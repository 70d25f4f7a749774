//! `waystation specs check`: documents read as the gateway would, every problem with file, line and column. Offline:
//! what a document refers to lies below its folder, or in a folder that stands for a URL.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use asyncapi::{Files, Problem, Spec};
use clap::Args;

use crate::cli::{Error, terminal};

/// Check documents for problems; needs no gateway.
#[derive(Debug, Args)]
#[command(after_help = "\
Problems come on standard error, one a line: FILE:line:column: pointer: message.

Examples:
  waystation specs check streetlights.yaml
  waystation specs check api/*.yaml --map https://schemas.example.com/=schemas")]
pub(super) struct Check {
    /// The documents, YAML or JSON
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The folder that has what lies below a URL; may be given several times
    #[arg(long = "map", value_name = "URL_PREFIX=DIR", value_parser = mapping)]
    maps: Vec<Mapping>,
}

/// A folder that stands for a URL.
#[derive(Debug, Clone)]
struct Mapping {
    prefix: String,
    folder: PathBuf,
}

fn mapping(text: &str) -> Result<Mapping, String> {
    match text.rsplit_once('=') {
        Some((prefix, folder)) if prefix.contains("://") && !folder.is_empty() => {
            Ok(Mapping { prefix: prefix.to_owned(), folder: folder.into() })
        }
        _ => Err("it looks like https://schemas.example.com/=schemas".to_owned()),
    }
}

impl Check {
    /// Checks all of them; what is wrong was said when it fails.
    pub(super) fn run(self) -> Result<(), Error> {
        let Self { files, maps } = self;
        let mut all_fine = true;
        for file in &files {
            all_fine &= check(file, &maps)?;
        }
        if all_fine { Ok(()) } else { Err(Error::Said) }
    }
}

fn check(path: &Path, maps: &[Mapping]) -> Result<bool, Error> {
    let shown = path.display();
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{shown}: cannot be read: {error}");
            return Ok(false);
        }
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let disk = Disk { folder, maps };
    match Spec::parse(&text, &disk) {
        Ok(spec) => {
            let style = terminal::stderr().faint();
            for note in spec.notes() {
                eprintln!("{style}{}: note{style:#}", disk.line(path, note));
            }
            writeln!(io::stdout(), "{shown}: fine, {} channel(s)", spec.channels().len())?;
            Ok(true)
        }
        Err(problems) => {
            for problem in &problems {
                eprintln!("{}", disk.line(path, problem));
            }
            if problems.left_off() > 0 {
                eprintln!("{shown}: and {} problems more", problems.left_off());
            }
            Ok(false)
        }
    }
}

/// A document's folder, and those that stand for URLs.
struct Disk<'a> {
    folder: &'a Path,
    maps: &'a [Mapping],
}

impl Disk<'_> {
    /// `FILE:line:column: pointer: message`, with the path on this disk of a file that the document refers to.
    fn line(&self, document: &Path, problem: &Problem) -> String {
        let file = match &problem.file {
            None => document.to_owned(),
            Some(location) => self.place(location).map_or_else(|_| location.into(), |(folder, rest)| folder.join(rest)),
        };
        let inside = Problem { file: None, ..problem.clone() };
        format!("{}:{inside}", file.display())
    }

    /// The folder that something lies below, and where in it.
    fn place<'l>(&self, location: &'l str) -> Result<(&Path, &'l str), String> {
        if !location.contains("://") {
            return Ok((self.folder, location));
        }
        // Of several prefixes the most exact.
        let covers = |map: &&Mapping| location.starts_with(&map.prefix);
        match self.maps.iter().filter(covers).max_by_key(|map| map.prefix.len()) {
            None => Err(format!("`{location}` is not fetched; say where it lies: --map URL_PREFIX=DIR")),
            Some(map) => {
                let rest = location.strip_prefix(map.prefix.as_str()).unwrap_or_default();
                Ok((&map.folder, rest.trim_start_matches('/')))
            }
        }
    }
}

impl Files for Disk<'_> {
    fn read(&self, location: &str) -> Result<Cow<'_, [u8]>, String> {
        let (folder, rest) = self.place(location)?;
        let unreadable = |error: io::Error| format!("cannot read `{location}`: {error}");
        let folder = folder.canonicalize().map_err(unreadable)?;
        let path = folder.join(rest).canonicalize().map_err(unreadable)?;
        // Links are followed only as far as they stay below the folder.
        if !path.starts_with(&folder) {
            return Err(format!("`{location}` lies outside of {}", folder.display()));
        }
        std::fs::read(path).map(Cow::Owned).map_err(unreadable)
    }
}
