//! The subject: this workspace's own binary, or another build of it to compare with.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Durability;
use crate::error::Error;
use crate::lab::Lab;
use crate::server::{Ready, Server, bound_to_us};

/// The binary that was built with this program.
pub(crate) fn built() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_waystation"))
}

/// The binary that the command line names.
pub(crate) fn baseline(lab: &Lab) -> Result<PathBuf, Error> {
    let binary = lab.options.baseline.as_deref().unwrap_or(Path::new(""));
    binary.canonicalize().map_err(Error::during(format!("the baseline {}", binary.display())))
}

/// With nothing configured but the durability.
pub(crate) fn start(lab: &Lab, binary: PathBuf, durability: Durability) -> Result<Server, Error> {
    start_in(lab, binary, durability, lab.folder()?)
}

/// The same in a folder that may hold data of an earlier one.
pub(crate) fn start_in(lab: &Lab, binary: PathBuf, durability: Durability, folder: TempDir) -> Result<Server, Error> {
    let address = lab.address()?;
    let mut command = bound_to_us(&binary);
    command.args(["serve", "--listen", &address.to_string(), "--data"]).arg(folder.path().join("data"));
    command.env(
        "WAYSTATION__DEFAULTS__DURABILITY",
        match durability {
            Durability::Written => "written",
            Durability::Synced => "synced",
        },
    );
    Server::start(command, address, Ready::Kafka, folder)
}
