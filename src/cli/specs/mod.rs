//! `waystation specs`: the AsyncAPI documents of a running gateway, by its HTTP API; and `check`, of files, without one.

mod check;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use clap::{Args, Subcommand};
use http::Method;
use serde_json::Value;

use super::client::{At, Body, Client};
use super::target::encode;
use super::{Error, terminal};

/// List, show, upload, delete and check AsyncAPI documents.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  waystation specs check streetlights.yaml
  waystation specs check api/*.yaml --map https://schemas.example.com/=schemas
  waystation specs upload streetlights.yaml
  waystation specs show streetlights")]
pub struct Specs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// All active documents, a line each
    List {
        /// As the gateway's JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        at: At,
    },
    /// One document, as the gateway has it
    Show {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// Make a document active: from then on, every message is held to it
    Upload {
        /// The document, YAML or JSON
        file: PathBuf,
        /// Its name; the default is the file's, without its extension
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        at: At,
    },
    /// Make a document inactive, and forget it
    Delete {
        /// Its name
        name: String,
        #[command(flatten)]
        at: At,
    },
    /// Check documents for problems; needs no gateway
    Check(check::Check),
}

impl Specs {
    /// Does it.
    pub async fn run(self) -> Result<(), Error> {
        let path = |name: &str| format!("/api/v1/specs/{}", encode(name));
        match self.verb {
            Verb::List { json, at } => list(&mut Client::at(at), json).await,
            Verb::Show { name, at } => {
                let document = Client::at(at).call(Method::GET, &path(&name), Body::default()).await?;
                Ok(io::stdout().write_all(&document)?)
            }
            Verb::Upload { file, name, at } => {
                let name = name.unwrap_or_else(|| name_of(&file));
                let bytes = std::fs::read(&file).map_err(|source| Error::File { path: file.clone(), source })?;
                let body = Body { content_type: "application/yaml", bytes: Bytes::from(bytes) };
                Client::at(at).call(Method::PUT, &path(&name), body).await?;
                Ok(writeln!(io::stdout(), "{name}: active")?)
            }
            Verb::Delete { name, at } => {
                Client::at(at).call(Method::DELETE, &path(&name), Body::default()).await?;
                Ok(writeln!(io::stdout(), "{name}: deleted")?)
            }
            Verb::Check(check) => check.run(),
        }
    }
}

/// As the gateway names the documents of its configuration.
fn name_of(file: &Path) -> String {
    file.file_stem().map_or_else(|| "spec".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

async fn list(client: &mut Client, json: bool) -> Result<(), Error> {
    let answer: Value = client.get("/api/v1/specs").await?;
    if json {
        return Ok(writeln!(io::stdout(), "{answer:#}")?);
    }
    let specs = answer.get("specs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let text = |spec: &Value, key: &str| spec.get(key).and_then(Value::as_str).map_or("-".to_owned(), terminal::tame);
    let rows: Vec<[String; 4]> =
        specs.iter().map(|spec| ["name", "title", "version", "asyncapi"].map(|key| text(spec, key))).collect();
    Ok(terminal::table(["SPEC", "TITLE", "VERSION", "ASYNCAPI"], &rows)?)
}
