//! Where measuring happens: a folder for data that is emptied behind every run, the tools that `benches/setup` made, and
//! ports that are free.

use std::env;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU16, Ordering};

use tempfile::TempDir;

use crate::error::Error;
use crate::options::Options;

/// Below the ports that the system gives to connections, which a server could otherwise lose its own to.
const FIRST_PORT: u16 = 20_000;
const PORTS: u16 = 10_000;

/// The place of all measurements.
#[derive(Debug)]
pub(crate) struct Lab {
    pub(crate) options: Options,
    /// Folders of this run's servers.
    scratch: PathBuf,
    /// Where `benches/setup` puts peers.
    tools: PathBuf,
    next_port: AtomicU16,
}

impl Lab {
    /// Makes the folder for data, and removes what earlier runs left that did not come to their end.
    pub(crate) fn open(options: Options) -> Result<Self, Error> {
        let tools = root().join("target/benches");
        let scratch = options.data.clone().unwrap_or_else(|| tools.join("data"));
        fs::create_dir_all(&scratch).map_err(Error::during(scratch.display()))?;
        // Servers are started in their own folder, so all paths are to be absolute.
        let scratch = scratch.canonicalize().map_err(Error::during(scratch.display()))?;
        remove_leftovers(&scratch);
        // Two labs at a time should not try the same ports.
        let first = u16::try_from(process::id() % u32::from(PORTS)).unwrap_or(0);
        Ok(Self { options, scratch, tools, next_port: AtomicU16::new(first) })
    }

    /// An empty folder on the disk that is measured; it goes when dropped.
    pub(crate) fn folder(&self) -> Result<TempDir, Error> {
        let prefix = format!("{}-", process::id());
        TempDir::with_prefix_in(prefix, &self.scratch).map_err(Error::during(self.scratch.display()))
    }

    /// A program or file that `benches/setup` made.
    pub(crate) fn tool(&self, path: &str) -> Option<PathBuf> {
        Some(self.tools.join(path)).filter(|path| path.exists())
    }

    /// A free address on the loopback interface.
    pub(crate) fn address(&self) -> Result<SocketAddr, Error> {
        for _ in 0..PORTS {
            let port = FIRST_PORT + self.next_port.fetch_add(1, Ordering::Relaxed) % PORTS;
            let address = SocketAddr::from(([127, 0, 0, 1], port));
            if TcpListener::bind(address).is_ok() {
                return Ok(address);
            }
        }
        Err(Error::Failed(format!("none of the ports from {FIRST_PORT} on is free")))
    }
}

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A program on the PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Folders are named `<pid>-...`; whose process is gone, nobody will remove.
fn remove_leftovers(scratch: &Path) {
    for entry in fs::read_dir(scratch).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let pid = name.split('-').next().and_then(|pid| pid.parse::<u32>().ok());
        if pid.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
