//! What the tests over the built binary share: a gateway in a process of its own, other programs with a time limit,
//! and waiting. It knows nothing of any one protocol.

#![allow(dead_code)] // each test program uses a part of it

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The longest that anything here waits for something that should come at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Runs `waystation serve`.
pub(crate) struct Gateway {
    process: Process,
    pub(crate) address: SocketAddr,
    /// From the start of the process until it said what to try.
    pub(crate) ready_after: Duration,
}

impl Gateway {
    /// With nothing but a folder of its own and a free port.
    pub(crate) fn start(dir: &Path) -> Self {
        Self::start_with(dir, "127.0.0.1:0", &[], &[])
    }

    /// With a configuration file, in `dir`.
    pub(crate) fn start_configured(dir: &Path, yaml: &str) -> Self {
        let file = dir.join("waystation.yaml");
        fs::write(&file, yaml).unwrap();
        Self::start_with(dir, "127.0.0.1:0", &["-c", file.to_str().unwrap()], &[])
    }

    /// With what is said.
    pub(crate) fn start_with(dir: &Path, listen: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = waystation();
        command.args(["serve", "--listen", listen, "--data"]).arg(dir.join("data")).args(arguments).current_dir(dir);
        command.envs(environment.iter().copied());
        Self::start_command(command)
    }

    /// Ready when it has said what to try.
    pub(crate) fn start_command(command: Command) -> Self {
        let began = Instant::now();
        let process = Process::start(command);
        let said = process.out.wait_for("kcat -b ", PATIENCE);
        let ready_after = began.elapsed();
        let Some(line) = said else { panic!("the gateway did not start:\n{}", process.said()) };
        let address = line.split("kcat -b ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        Self { address: address.parse().unwrap(), process, ready_after }
    }

    /// `http://address/path`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A line of its log that has these words, waited for.
    pub(crate) fn logged(&self, words: &str) -> String {
        let Some(line) = self.process.err.wait_for(words, PATIENCE) else {
            panic!("no line of the log has {words:?}:\n{}", self.process.err.text());
        };
        line
    }

    pub(crate) fn log(&self) -> String {
        self.process.err.text()
    }

    /// Its process, for other programs.
    pub(crate) fn id(&self) -> u32 {
        self.process.child.id()
    }

    /// As a power cut would, but for what the operating system has.
    pub(crate) fn kill(self) {
        drop(self.process);
    }
}

/// A command that finds the system's libraries: the test runner puts the build's own librdkafka before them, and kcat
/// would run on that.
fn outside_cargo(mut command: Command) -> Command {
    command.env_remove("LD_LIBRARY_PATH").env_remove("DYLD_FALLBACK_LIBRARY_PATH");
    command
}

/// The built binary.
pub(crate) fn waystation() -> Command {
    Command::new(env!("CARGO_BIN_EXE_waystation"))
}

/// A program that runs beside the test, with what it says; killed when dropped, and never anything else with it.
pub(crate) struct Process {
    child: Child,
    pub(crate) out: Lines,
    pub(crate) err: Lines,
}

impl Process {
    pub(crate) fn start(command: Command) -> Self {
        let mut command = outside_cargo(command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{:?}: {error}", command.get_program()));
        let (out, err) = (Lines::of(child.stdout.take().unwrap()), Lines::of(child.stderr.take().unwrap()));
        Self { child, out, err }
    }

    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.out.text(), self.err.text())
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a process has written to one of its outputs so far.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    fn of(from: impl Read + Send + 'static) -> Self {
        let lines = Self::default();
        let kept = lines.clone();
        thread::spawn(move || {
            for line in BufReader::new(from).split(b'\n') {
                let Ok(line) = line else { return };
                kept.0.lock().unwrap().push(String::from_utf8_lossy(&line).into_owned());
            }
        });
        lines
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.all().iter().for_each(|line| writeln!(text, "{line}").unwrap());
        text
    }

    /// The first line with these words.
    pub(crate) fn wait_for(&self, words: &str, limit: Duration) -> Option<String> {
        let mut found = None;
        within(limit, || {
            found = self.all().into_iter().find(|line| line.contains(words));
            found.is_some()
        });
        found
    }
}

/// What a program that has ended said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// What it printed, if it ended well.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert!(self.status.success(), "{}:\n{}{}", self.status, self.out, self.err);
        self.out
    }
}

/// Runs a program to its end, which must come within the limit.
pub(crate) fn run(command: Command, input: &str, limit: Duration) -> Ran {
    let mut command = outside_cargo(command);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{:?}: {error}", command.get_program()));
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // A program that reads no input may close it before it is written.
    thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let out = thread::spawn(move || text_of(&mut out));
    let err = thread::spawn(move || text_of(&mut err));
    let ended = within(limit, || child.try_wait().unwrap().is_some());
    if !ended {
        let _ = child.kill();
    }
    let status = child.wait().unwrap();
    let (out, err) = (out.join().unwrap(), err.join().unwrap());
    assert!(ended, "{:?} did not end within {limit:?}:\n{out}{err}", command.get_program());
    Ran { status, out, err }
}

fn text_of(from: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = from.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether it comes true within the limit.
pub(crate) fn within(limit: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    loop {
        if is_so() {
            return true;
        }
        if began.elapsed() > limit {
            return false;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// A folder that goes when the test ends.
pub(crate) fn scratch() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Where `tests/interop/setup` puts the clients.
pub(crate) fn clients() -> PathBuf {
    root().join("target/interop")
}

/// Whether a part of `tests/interop/setup` is there. If not, in CI that is a failure, and elsewhere said loudly: past
/// the test runner's capture.
pub(crate) fn is_set_up(part: &str) -> bool {
    if clients().join(part).join(".ready").is_file() {
        return true;
    }
    let missing = format!("{part} is not set up; run: tests/interop/setup {part}");
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{missing}");
    let _ = writeln!(io::stderr(), "\n*** SKIPPED: {missing} ***\n");
    false
}

/// kcat, with these arguments, on this gateway.
pub(crate) fn kcat(gateway: &Gateway, arguments: &[&str]) -> Command {
    let mut command = Command::new("kcat");
    command.args(["-b", &gateway.address.to_string()]).args(arguments);
    command
}

/// curl, silent but for errors, with these arguments.
pub(crate) fn curl(arguments: &[&str]) -> Command {
    let mut command = Command::new("curl");
    command.args(["-sS", "--max-time", "20"]).args(arguments);
    command
}
