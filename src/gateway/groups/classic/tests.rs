//! The state machine of a classic group, driven by hand: time passes only where a test says so.

use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::*;

const SESSION: Duration = Duration::from_secs(10);
const REBALANCE: Duration = Duration::from_secs(60);

type Waiting<T> = oneshot::Receiver<Result<T, Error>>;

struct Bench {
    group: Classic,
    now: Instant,
}

impl Bench {
    fn new() -> Self {
        Self { group: Classic::new(), now: Instant::now() }
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        self.group.tick(self.now);
    }

    fn join(&mut self, join: Join) -> Waiting<Joined> {
        let (reply, waiting) = oneshot::channel();
        self.group.join(join, self.now, reply);
        waiting
    }

    fn sync(&mut self, joined: &Joined, assignments: &[(&str, &'static str)]) -> Waiting<Synced> {
        let (reply, waiting) = oneshot::channel();
        let assignments =
            assignments.iter().map(|(id, bytes)| ((*id).to_owned(), Bytes::from_static(bytes.as_bytes())));
        let sync = Sync {
            member_id: joined.member_id.clone(),
            generation: joined.generation,
            assignments: assignments.collect(),
            ..Sync::default()
        };
        self.group.sync(sync, self.now, reply);
        waiting
    }

    fn beat(&mut self, joined: &Joined) -> Result<(), Error> {
        self.group.heartbeat(&joined.member_id, None, joined.generation, self.now)
    }

    /// A stable group of as many dynamic members, the leader first.
    fn stable(members: usize) -> (Self, Vec<Joined>) {
        let mut bench = Self::new();
        let waiting: Vec<_> = (0..members).map(|_| bench.join(member())).collect();
        bench.pass(SETTLE);
        let joined: Vec<Joined> = waiting.into_iter().map(done).collect();
        let syncing: Vec<_> = joined.iter().rev().map(|joined| bench.sync(joined, &[])).collect();
        syncing.into_iter().for_each(|waiting| drop(done(waiting)));
        assert_eq!(bench.group.state(), "Stable");
        (bench, joined)
    }
}

fn member() -> Join {
    Join {
        client_id: "app".to_owned(),
        session_timeout: SESSION,
        rebalance_timeout: REBALANCE,
        protocol_type: "consumer".to_owned(),
        protocols: vec![("range".to_owned(), Bytes::from_static(b"about me"))],
        ..Join::default()
    }
}

fn known(id: &str) -> Join {
    Join { member_id: id.to_owned(), ..member() }
}

fn instance(name: &str) -> Join {
    Join { instance_id: Some(name.to_owned()), ..member() }
}

fn done<T: std::fmt::Debug>(mut waiting: Waiting<T>) -> T {
    waiting.try_recv().expect("an answer").expect("success")
}

fn refused<T: std::fmt::Debug>(mut waiting: Waiting<T>) -> Error {
    waiting.try_recv().expect("an answer").expect_err("a refusal")
}

fn waits<T: std::fmt::Debug>(waiting: &mut Waiting<T>) -> bool {
    waiting.try_recv().is_err_and(|error| error == oneshot::error::TryRecvError::Empty)
}

#[test]
fn members_that_come_together_share_the_first_generation() {
    let mut bench = Bench::new();
    let mut first = bench.join(member());
    bench.pass(SETTLE / 2);
    let mut second = bench.join(member());
    bench.pass(SETTLE / 2);
    assert!(waits(&mut first) && waits(&mut second), "each one that comes is waited behind");
    bench.pass(SETTLE / 2);
    let (first, second) = (done(first), done(second));
    assert_eq!((first.generation, second.generation), (1, 1));
    assert_eq!(first.leader, first.member_id);
    assert_eq!(first.members.len(), 2);
    assert_eq!(second.leader, first.member_id);
    assert_eq!(second.members, []);
}

#[test]
fn a_stream_of_members_does_not_put_the_first_generation_off_for_ever() {
    let mut bench = Bench::new();
    let mut first = bench.join(member());
    let mut others = Vec::new();
    for _ in 0..SETTLE_AT_MOST.as_millis() / (SETTLE / 2).as_millis() {
        others.push(bench.join(member()));
        bench.pass(SETTLE / 2);
    }
    assert!(!waits(&mut first));
}

#[test]
fn everyone_gets_what_the_leader_assigned_whoever_asks_first() {
    let mut bench = Bench::new();
    let (leader, other) = (bench.join(member()), bench.join(member()));
    bench.pass(SETTLE);
    let (leader, other) = (done(leader), done(other));
    let mut early = bench.sync(&other, &[]);
    assert!(waits(&mut early));
    let own = bench.sync(&leader, &[(&leader.member_id, "0,1"), (&other.member_id, "2,3")]);
    assert_eq!(done(own).assignment, "0,1");
    assert_eq!(done(early).assignment, "2,3");
    let again = bench.sync(&other, &[]);
    assert_eq!(done(again).assignment, "2,3", "an answer that was lost is given again");
}

#[test]
fn a_newcomer_has_the_others_join_again() {
    let (mut bench, joined) = Bench::stable(1);
    let mut newcomer = bench.join(member());
    assert!(waits(&mut newcomer));
    assert!(matches!(bench.beat(&joined[0]), Err(Error::Rebalancing)));
    let again = bench.join(known(&joined[0].member_id));
    let (again, newcomer) = (done(again), done(newcomer));
    assert_eq!((again.generation, newcomer.generation), (2, 2), "at once, when all are there");
    assert_eq!(again.leader, joined[0].member_id);
    assert!(matches!(bench.beat(&joined[0]), Err(Error::IllegalGeneration { got: 1, current: 2 })));
}

#[test]
fn a_clean_leave_settles_at_once_when_the_others_have_joined_again() {
    let (mut bench, joined) = Bench::stable(3);
    bench.group.leave(&joined[0].member_id, None, bench.now).unwrap();
    let mut second = bench.join(known(&joined[1].member_id));
    assert!(waits(&mut second));
    let third = bench.join(known(&joined[2].member_id));
    assert_eq!(done(second).leader, joined[1].member_id, "the next in line leads");
    assert_eq!(done(third).generation, 2);
}

#[test]
fn a_member_that_dies_is_out_after_its_session_timeout() {
    let (mut bench, joined) = Bench::stable(2);
    bench.pass(SESSION / 2);
    bench.beat(&joined[1]).unwrap();
    bench.pass(SESSION / 2);
    assert!(matches!(bench.beat(&joined[1]), Err(Error::Rebalancing)));
    assert!(matches!(bench.beat(&joined[0]), Err(Error::UnknownMember(_))));
    let alone = done(bench.join(known(&joined[1].member_id)));
    assert_eq!((alone.generation, alone.members.len()), (2, 1));
}

#[test]
fn who_does_not_join_again_in_time_is_out() {
    let (mut bench, joined) = Bench::stable(2);
    let mut newcomer = bench.join(member());
    for _ in 0..12 {
        assert!(waits(&mut newcomer));
        bench.pass(REBALANCE / 12);
        let _rebalancing = bench.beat(&joined[0]);
        let _rebalancing = bench.beat(&joined[1]);
    }
    let newcomer = done(newcomer);
    assert_eq!((newcomer.generation, newcomer.members.len()), (2, 1));
}

#[test]
fn a_leader_that_never_assigns_is_out_and_the_others_gather_anew() {
    let mut bench = Bench::new();
    let (leader, other) = (bench.join(member()), bench.join(member()));
    bench.pass(SETTLE);
    let (leader, other) = (done(leader), done(other));
    let syncing = bench.sync(&other, &[]);
    for _ in 0..12 {
        bench.pass(REBALANCE / 12);
        let _either = bench.beat(&leader);
    }
    assert!(matches!(refused(syncing), Error::Rebalancing));
    assert_eq!(done(bench.join(known(&other.member_id))).members.len(), 1);
}

#[test]
fn newer_clients_take_their_id_first() {
    let mut bench = Bench::new();
    let Error::MemberIdRequired(id) = refused(bench.join(Join { takes_id_first: true, ..member() })) else {
        panic!("an id was to be given")
    };
    assert!(id.starts_with("app-"));
    let joining = bench.join(Join { takes_id_first: true, ..known(&id) });
    bench.pass(SETTLE);
    assert_eq!(done(joining).member_id, id);
    assert!(matches!(refused(bench.join(known("made up"))), Error::UnknownMember(_)));
}

#[test]
fn an_id_that_nobody_comes_back_with_is_forgotten() {
    let (mut bench, joined) = Bench::stable(1);
    let given = refused(bench.join(Join { takes_id_first: true, ..member() }));
    bench.pass(PENDING);
    let Error::MemberIdRequired(id) = given else { panic!("an id was to be given") };
    assert!(matches!(refused(bench.join(known(&id))), Error::UnknownMember(_)));
    bench.beat(&joined[0]).unwrap();
}

#[test]
fn a_static_member_that_restarts_disturbs_nobody_and_fences_its_old_self() {
    let mut bench = Bench::new();
    let (one, two) = (bench.join(instance("one")), bench.join(instance("two")));
    bench.pass(SETTLE);
    let (one, two) = (done(one), done(two));
    let assigned = [(one.member_id.as_str(), "0"), (two.member_id.as_str(), "1")];
    drop(done(bench.sync(&one, &assigned)));

    let reborn = done(bench.join(instance("two")));
    assert_eq!(reborn.generation, 1);
    assert_ne!(reborn.member_id, two.member_id);
    let beat = bench.group.heartbeat(&two.member_id, Some("two"), 1, bench.now);
    assert!(matches!(beat, Err(Error::Fenced(_))));
    assert_eq!(done(bench.sync(&reborn, &[])).assignment, "1", "it has what it had");
    bench.group.heartbeat(&one.member_id, Some("one"), 1, bench.now).unwrap();

    let leader = done(bench.join(Join { skips_assignment: true, ..instance("one") }));
    assert!(leader.skip_assignment && leader.leader == leader.member_id);
}

#[test]
fn a_protocol_is_chosen_that_all_know_and_most_like() {
    let with = |names: &[&str]| Join {
        protocols: names.iter().map(|name| ((*name).to_owned(), Bytes::new())).collect(),
        ..member()
    };
    let mut bench = Bench::new();
    let one = bench.join(with(&["sticky", "range", "roundrobin"]));
    let two = bench.join(with(&["roundrobin", "range"]));
    let three = bench.join(with(&["roundrobin", "range"]));
    assert!(matches!(refused(bench.join(with(&["sticky"]))), Error::InconsistentProtocol));
    let other_kind = Join { protocol_type: "connect".to_owned(), ..member() };
    assert!(matches!(refused(bench.join(other_kind)), Error::InconsistentProtocol));
    bench.pass(SETTLE);
    for joined in [one, two, three] {
        assert_eq!(done(joined).protocol, "roundrobin");
    }
}

#[test]
fn commits_are_held_to_member_and_generation() {
    let (mut bench, joined) = Bench::stable(1);
    let id = joined[0].member_id.as_str();
    let now = bench.now;
    bench.group.check_commit(id, None, 1, now).unwrap();
    assert!(matches!(bench.group.check_commit(id, None, 0, now), Err(Error::IllegalGeneration { .. })));
    assert!(matches!(bench.group.check_commit("other", None, 1, now), Err(Error::UnknownMember(_))));
    assert!(matches!(bench.group.check_commit("", None, -1, now), Err(Error::UnknownMember(_))));
    bench.group.leave(id, None, now).unwrap();
    bench.group.check_commit("", None, -1, now).unwrap();
}

#[test]
fn a_group_and_what_it_keeps_of_a_member_are_bounded() {
    let mut bench = Bench::new();
    let members: Vec<_> = (0..MAX_MEMBERS).map(|_| bench.join(member())).collect();
    assert!(matches!(refused(bench.join(member())), Error::Full { limit: MAX_MEMBERS }));
    drop(members);
    let large = vec![("range".to_owned(), Bytes::from(vec![0; MAX_MEMBER_BYTES]))];
    assert!(matches!(refused(bench.join(Join { protocols: large, ..member() })), Error::Oversized { .. }));
}

#[test]
fn a_member_whose_connection_ended_while_it_waited_is_not_assigned_anything() {
    let (mut bench, joined) = Bench::stable(1);
    drop(bench.join(member()));
    let alone = done(bench.join(known(&joined[0].member_id)));
    assert_eq!(alone.members.len(), 1);
}
