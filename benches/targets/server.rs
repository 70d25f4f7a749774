//! A server in a process of its own: started, waited for, measured, and killed by its handle when dropped, its folder
//! removed with it.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::error::Error;
use crate::lab::on_path;

/// A Java server on a busy machine takes its time.
const PATIENCE: Duration = Duration::from_secs(90);
/// An ApiVersions request of version 0, without a client id: what any Kafka server answers before all else.
const API_VERSIONS: &[u8] = &[0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff];

/// How a server shows that it is ready.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ready {
    /// It answers a Kafka ApiVersions request.
    Kafka,
    /// It speaks first, as NATS does.
    Greeting,
}

/// A running server.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process until it answered.
    pub(crate) ready_after: Duration,
    folder: TempDir,
}

impl Server {
    /// Starts it with its output in `folder`, and waits until it answers.
    pub(crate) fn start(command: Command, address: SocketAddr, ready: Ready, folder: TempDir) -> Result<Self, Error> {
        let name = format!(
            "{:?}",
            std::iter::once(command.get_program()).chain(command.get_args()).take(6).collect::<Vec<_>>()
        );
        let mut command = command;
        let log = folder.path().join("log");
        let out = File::create(&log).map_err(Error::during(log.display()))?;
        let err = out.try_clone().map_err(Error::during(log.display()))?;
        command.stdin(Stdio::null()).stdout(out).stderr(err).current_dir(folder.path());
        // Cargo's own, which would come before the system's for a server that has librdkafka or OpenSSL.
        command.env_remove("LD_LIBRARY_PATH");
        let began = Instant::now();
        let child = command.spawn().map_err(Error::during(&name))?;
        // From here on, dropping the server ends the process.
        let mut server = Self { child, address, ready_after: Duration::ZERO, folder };
        while !ready.is_shown(address) {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(Error::Failed(format!("{name} ended ({status}):\n{}", server.last_words())));
            }
            if began.elapsed() > PATIENCE {
                return Err(Error::Failed(format!("{name} was not ready in {PATIENCE:?}:\n{}", server.last_words())));
            }
            thread::sleep(Duration::from_micros(500));
        }
        server.ready_after = began.elapsed();
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as `kill -9` would, and leaves its folder.
    pub(crate) fn kill(mut self) -> Result<TempDir, Error> {
        self.end();
        let empty = TempDir::new().map_err(Error::during("a temporary folder"))?;
        Ok(std::mem::replace(&mut self.folder, empty))
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// An error, with the end of the server's log, which may know why.
    pub(crate) fn explain(&self, error: &Error) -> Error {
        Error::Failed(format!("{error}\n{}", self.last_words()))
    }

    /// The end of its log.
    fn last_words(&self) -> String {
        let text = fs::read(self.folder.path().join("log")).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().rev().take(12).collect();
        lines.into_iter().rev().map(|line| format!("    {line}\n")).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

impl Ready {
    fn is_shown(self, address: SocketAddr) -> bool {
        let Ok(mut stream) = TcpStream::connect(address) else {
            return false;
        };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
        let asked = match self {
            Ready::Kafka => stream.write_all(API_VERSIONS).is_ok(),
            Ready::Greeting => true,
        };
        asked && stream.read_exact(&mut [0; 4]).is_ok()
    }
}

/// A command that ends with this process, however this one ends.
pub(crate) fn bound_to_us(program: &Path) -> Command {
    match on_path("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "KILL", "--"]).arg(program);
            command
        }
        None => Command::new(program),
    }
}
