"""The story every client of tests/interop tells, for the three Python clients.

A client is an object with the methods `Story` calls; this file is what they must agree on. It prints `ok <step>` a
step, and stops with a message and exit code 1 at the first thing that is not as it should be.
"""

import os
import sys
import time
from dataclasses import dataclass, field

PARTITIONS = 4
PATIENCE_S = 60.0


@dataclass
class Record:
    """What goes in, and what must come out byte for byte. Headers are a list: names repeat."""

    partition: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: list = field(default_factory=list)

    @property
    def id(self):
        return self.headers[0][1]


class Wrong(Exception):
    pass


def expect(condition, message):
    if not condition:
        raise Wrong(message)


def same(got, wanted, what):
    expect(got == wanted, f"{what}: got {got!r}, wanted {wanted!r}")


class Story:
    def __init__(self, client, name):
        self.client = client
        self.topic = f"story-{name}-{os.getpid()}"
        self.start_ms = int(time.time() * 1000) - 3_600_000
        self.sent = []

    def records(self, tag, count=12):
        """Binary keys and values, a null key, a tombstone, header names that repeat, an empty and a null header."""
        made = []
        for i in range(count):
            self.start_ms += 1000
            key = None if i == 5 else b"key-\xff\x00-%d" % (i % 7)
            value = None if i == 7 else b"\x00\xfe value %d of %s " % (i, tag.encode()) + b"lorem " * 30
            headers = [("id", f"{tag}-{i}".encode()), ("a", b"1"), ("a", b"2"), ("empty", b"")]
            if self.client.null_headers:
                headers.append(("null", None))
            made.append(Record(i % PARTITIONS, self.start_ms, key, value, headers))
        return made

    def send(self, tag, **options):
        records = self.records(tag)
        self.client.produce(self.topic, records, **options)
        self.sent += records

    def tell(self):
        client, topic = self.client, self.topic
        expect(client.brokers() >= 1, "the cluster names no broker")
        ok("metadata")

        client.create(topic, PARTITIONS)
        same(client.partitions(topic), PARTITIONS, "partitions of a new topic")
        ok("create topic")

        for codec in client.codecs:
            self.send(codec, codec=codec, acks="all")
            ok(f"produce {codec}")
        for acks in (0, 1):
            self.send(f"acks{acks}", codec="none", acks=acks)
            ok(f"produce acks={acks}")
        if client.idempotence:
            self.send("idempotent", codec="none", acks="all", idempotent=True)
            ok("idempotent producer")

        self.compare(client.consume(topic, PARTITIONS, len(self.sent)))
        ok(f"consume {len(self.sent)} records, all as sent")

        self.times()
        ok("offsets by time")

        self.group()

        client.delete(topic)
        deadline = time.monotonic() + PATIENCE_S
        while topic in client.topics():
            expect(time.monotonic() < deadline, "the topic is still listed after its deletion")
            time.sleep(0.1)
        ok("delete topic")

    def compare(self, got):
        wanted = {r.id: r for r in self.sent}
        same(len(got), len(wanted), "number of records read back")
        for record in got:
            same(record, wanted.pop(record.id, None), f"record {record.id!r}")
        for partition in range(PARTITIONS):
            ids = [r.id for r in got if r.partition == partition]
            same(ids, [r.id for r in self.sent if r.partition == partition], f"order in partition {partition}")

    def times(self):
        """The offset of a time is that of the first record at or after it; past the last there is none."""
        mine = [r for r in self.sent if r.partition == 2]
        for index in (0, 1, len(mine) // 2, len(mine) - 1):
            found = self.client.offset_at(self.topic, 2, mine[index].timestamp_ms)
            same(found, index, f"offset at the time of record {index}")
            found = self.client.offset_at(self.topic, 2, mine[index].timestamp_ms - 500)
            same(found, index, f"offset half a second before record {index}")
        found = self.client.offset_at(self.topic, 2, mine[-1].timestamp_ms + 1)
        expect(found in (None, -1, len(mine)), f"offset past the last record: {found}")

    def group(self):
        client, topic, group = self.client, self.topic + "-shared", self.topic + "-group"
        client.create(topic, PARTITIONS)
        first, second = client.member(group, topic), client.member(group, topic)
        wait("two members to have two partitions each", [first, second],
             lambda: (len(first.assigned()), len(second.assigned())) == (2, 2))
        same(sorted([*first.assigned(), *second.assigned()]), list(range(PARTITIONS)), "partitions shared")
        ok("two members share 4 partitions")

        self.read([first, second], topic, "shared")
        ok("each record read once by the group, committed")

        second.close()
        wait("the member left to have all partitions", [first], lambda: len(first.assigned()) == PARTITIONS)
        self.read([first], topic, "alone")
        first.close()
        ok("one member leaves, the other takes over")

        later = client.member(group, topic)
        wait("a new member to have all partitions", [later], lambda: len(later.assigned()) == PARTITIONS)
        self.read([later], topic, "later")
        later.close()
        ok("a restart goes on from the committed offsets")
        client.delete(topic)

    def read(self, members, topic, tag):
        """Produces, and expects the members to read exactly that; each commits what it read."""
        sent = self.records(tag)
        self.client.produce(topic, sent, codec="none", acks="all")
        got = []
        wait(f"the records of {tag!r}", members, lambda: len(got) >= len(sent), got)
        same(sorted(r.id for r in got), sorted(r.id for r in sent), f"records of {tag!r}")
        for member in members:
            member.commit()


def wait(what, members, done, got=None):
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assigned = [sorted(m.assigned()) for m in members]
        expect(time.monotonic() < deadline, f"waited in vain for {what}; assigned: {assigned}")
        for member in members:
            records = member.poll(0.1)
            expect(got is not None or not records, f"records while waiting for {what}: {[r.id for r in records]}")
            if got is not None:
                got += records


def ok(step):
    print(f"ok {step}", flush=True)


def main(make, name):
    if len(sys.argv) not in (2, 4):
        sys.exit(f"usage: {sys.argv[0]} BOOTSTRAP [TOPIC COUNT]")
    try:
        client = make(sys.argv[1])
        if len(sys.argv) == 4:
            for record in client.consume(sys.argv[2], 1, int(sys.argv[3])):
                print(f"read {record.key.decode()} {record.value.decode()}", flush=True)
        else:
            Story(client, name).tell()
    except Wrong as wrong:
        sys.exit(f"wrong: {wrong}")
