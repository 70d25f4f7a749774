//! Disks of our own to break: file systems on loop devices, and tmpfs. Unmounted and gone when dropped, also when the test
//! fails; what a killed test has left behind is found by the process id in its name, and cleaned up by the next.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::say;

/// How the folders begin that hold an image and its mount point; the id of their process follows.
const PREFIX: &str = "waystation-disk-";
static DISKS: AtomicU32 = AtomicU32::new(0);

/// Whether file systems can be mounted here. If not, that is said loudly.
pub(crate) fn can_mount(what: &str) -> bool {
    let is_root = run_for_text("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    let missing = ["mkfs.ext4", "mkfs.xfs", "xfs_io"].into_iter().find(|tool| run_for_text(tool, &["-V"]).is_none());
    let reason = match missing {
        _ if !is_root => "it mounts file systems: run it as root".to_owned(),
        Some(tool) => format!("{tool} is missing; run as root: tests/interop/setup disks"),
        None => return true,
    };
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{what}: {reason}");
    let _ = writeln!(io::stderr(), "\n*** SKIPPED: {what}: {reason} ***\n");
    false
}

/// A mounted file system of our own.
pub(crate) struct Disk {
    kind: &'static str,
    dir: PathBuf,
    mount_point: PathBuf,
}

impl Disk {
    /// ext4 with so many MiB; turns read-only when it finds itself damaged.
    pub(crate) fn ext4(size_mib: u64) -> Self {
        Self::on_loop("ext4", size_mib, &["-m", "0", "-E", "lazy_itable_init=0"])
    }

    /// xfs with so many MiB, at least 300.
    pub(crate) fn xfs(size_mib: u64) -> Self {
        Self::on_loop("xfs", size_mib, &[])
    }

    /// tmpfs with so many MiB.
    pub(crate) fn tmpfs(size_mib: u64) -> Self {
        let disk = Self::unmounted("tmpfs");
        run("mount", &["-t", "tmpfs", "-o", &format!("size={size_mib}m"), "tmpfs", text(&disk.mount_point)]);
        disk
    }

    fn on_loop(kind: &'static str, size_mib: u64, options: &[&str]) -> Self {
        let disk = Self::unmounted(kind);
        fs::File::create(disk.image()).unwrap().set_len(size_mib << 20).unwrap();
        let image = disk.image();
        let arguments: Vec<&str> = ["-q"].iter().chain(options).copied().chain([text(&image)]).collect();
        run(&format!("mkfs.{kind}"), &arguments);
        disk.mount();
        disk
    }

    fn unmounted(kind: &'static str) -> Self {
        clean_up_after_the_dead();
        let number = DISKS.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("{PREFIX}{}-{number}", std::process::id()));
        let mount_point = dir.join("disk");
        fs::create_dir_all(&mount_point).unwrap();
        Self { kind, dir, mount_point }
    }

    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Where it is mounted.
    pub(crate) fn path(&self) -> &Path {
        &self.mount_point
    }

    /// From here on nothing reaches the disk, and what had not reached it is lost: the log of the file system is not
    /// written either (`XFS_IOC_GOINGDOWN` with `NOLOGFLUSH`, which ext4 has too).
    pub(crate) fn cut_power(&mut self) {
        run("xfs_io", &["-x", "-c", "shutdown", text(&self.mount_point)]);
    }

    /// Mounted anew, as after a start of the machine. Nobody may have a file of it open.
    pub(crate) fn power_on(&mut self) {
        run("umount", &[text(&self.mount_point)]);
        self.mount();
    }

    /// An error that the file system finds in itself, upon which it turns read-only (ext4).
    pub(crate) fn turn_read_only(&self) {
        let mounts = fs::read_to_string("/proc/mounts").unwrap();
        let device = mounts.lines().find_map(|line| {
            let mut words = line.split(' ');
            let device = words.next()?;
            (words.next()? == text(&self.mount_point)).then(|| device.trim_start_matches("/dev/").to_owned())
        });
        let trigger = format!("/sys/fs/ext4/{}/trigger_fs_error", device.unwrap());
        fs::write(trigger, "a test").unwrap();
    }

    /// Fills it to the last byte; removing the file that is returned makes room again.
    pub(crate) fn fill(&self) -> PathBuf {
        let ballast = self.mount_point.join("ballast");
        let mut file = fs::File::create(&ballast).unwrap();
        let mut bytes = 1 << 20;
        while bytes > 0 {
            match file.write_all(&vec![b'x'; bytes]) {
                Ok(()) => {}
                Err(error) => {
                    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
                    bytes /= 2;
                }
            }
        }
        drop(file.sync_all());
        ballast
    }

    fn mount(&self) {
        let options = if self.kind == "ext4" { "loop,errors=remount-ro" } else { "loop" };
        run("mount", &["-t", self.kind, "-o", options, text(&self.image()), text(&self.mount_point)]);
    }

    fn image(&self) -> PathBuf {
        self.dir.join("image")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        remove(&self.dir);
    }
}

/// Unmounts (which frees the loop device, too) and removes.
fn remove(dir: &Path) {
    let mount_point = dir.join("disk");
    // The gateway on it may take a moment to be gone.
    for lazily in [&[][..], &["--lazy"]] {
        let unmounted = Command::new("umount").args(lazily).arg(&mount_point).output();
        if unmounted.is_ok_and(|ran| ran.status.success()) {
            break;
        }
    }
    if fs::remove_dir(&mount_point).is_ok() {
        let _ = fs::remove_dir_all(dir);
    } else {
        say(&format!("{} could not be unmounted", mount_point.display()));
    }
}

fn clean_up_after_the_dead() {
    for entry in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap_or_default();
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        if owner.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            remove(&entry.path());
        }
    }
}

fn run(program: &str, arguments: &[&str]) {
    let ran = Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(ran.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

fn run_for_text(program: &str, arguments: &[&str]) -> Option<String> {
    let ran = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
