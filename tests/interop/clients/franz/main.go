// franz-go tells the story.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	partitions = 4
	patience   = 60 * time.Second
)

// wrong is what a step panics with when something is not as it should be.
type wrong string

func must[T any](value T, err error) T {
	if err != nil {
		panic(wrong(err.Error()))
	}
	return value
}

func expect(condition bool, format string, args ...any) {
	if !condition {
		panic(wrong(fmt.Sprintf(format, args...)))
	}
}

func ok(format string, args ...any) { fmt.Printf("ok "+format+"\n", args...) }

type story struct {
	bootstrap string
	topic     string
	admin     *kadm.Client
	sent      []*kgo.Record
	clock     time.Time
}

func main() {
	if len(os.Args) != 2 && len(os.Args) != 4 {
		fmt.Fprintf(os.Stderr, "usage: %s BOOTSTRAP [TOPIC COUNT]\n", os.Args[0])
		os.Exit(2)
	}
	defer func() {
		if reason := recover(); reason != nil {
			fmt.Fprintf(os.Stderr, "wrong: %v\n", reason)
			os.Exit(1)
		}
	}()
	s := &story{bootstrap: os.Args[1], topic: "story-franz-" + strconv.Itoa(os.Getpid())}
	s.clock = time.Now().Add(-time.Hour).Truncate(time.Millisecond)
	s.admin = kadm.NewClient(s.client())
	if len(os.Args) == 4 {
		for _, record := range s.consume(os.Args[2], must(strconv.Atoi(os.Args[3]))) {
			fmt.Printf("read %s %s\n", record.Key, record.Value)
		}
		return
	}
	s.tell()
}

func (s *story) client(options ...kgo.Opt) *kgo.Client {
	return must(kgo.NewClient(append(options, kgo.SeedBrokers(s.bootstrap))...))
}

func (s *story) tell() {
	ctx := context.Background()
	expect(len(must(s.admin.ListBrokers(ctx))) >= 1, "the cluster names no broker")
	ok("metadata")

	s.create(s.topic)
	listed := must(s.admin.ListTopics(ctx, s.topic))
	expect(len(listed[s.topic].Partitions) == partitions, "a new topic has %d partitions", len(listed[s.topic].Partitions))
	ok("create topic")

	codecs := []struct {
		name  string
		codec kgo.CompressionCodec
	}{
		{"none", kgo.NoCompression()}, {"gzip", kgo.GzipCompression()}, {"snappy", kgo.SnappyCompression()},
		{"lz4", kgo.Lz4Compression()}, {"zstd", kgo.ZstdCompression()},
	}
	for _, c := range codecs {
		s.send(c.name, kgo.ProducerBatchCompression(c.codec), kgo.DisableIdempotentWrite())
		ok("produce %s", c.name)
	}
	s.send("acks0", kgo.RequiredAcks(kgo.NoAck()), kgo.DisableIdempotentWrite())
	ok("produce acks=0")
	s.send("acks1", kgo.RequiredAcks(kgo.LeaderAck()), kgo.DisableIdempotentWrite())
	ok("produce acks=1")
	s.send("idempotent")
	ok("idempotent producer")

	s.compare(s.consume(s.topic, len(s.sent)))
	ok("consume %d records, all as sent", len(s.sent))

	s.times()
	ok("offsets by time")

	s.group()

	s.delete(s.topic)
	for deadline := time.Now().Add(patience); must(s.admin.ListTopics(ctx)).Has(s.topic); time.Sleep(100 * time.Millisecond) {
		expect(time.Now().Before(deadline), "the topic is still listed after its deletion")
	}
	ok("delete topic")
}

// records are of binary keys and values, with a null key, a tombstone, header names that repeat, an empty and a null
// header.
func (s *story) records(topic, tag string) []*kgo.Record {
	made := make([]*kgo.Record, 12)
	for i := range made {
		s.clock = s.clock.Add(time.Second)
		record := &kgo.Record{
			Topic: topic, Partition: int32(i % partitions), Timestamp: s.clock, Key: []byte{0xff, 0, byte(i % 7)},
			Value: []byte(fmt.Sprintf("\x00\xfe value %d of %s %s", i, tag, strings.Repeat("lorem ", 30))),
			Headers: []kgo.RecordHeader{
				{Key: "id", Value: []byte(fmt.Sprintf("%s-%d", tag, i))}, {Key: "a", Value: []byte("1")},
				{Key: "a", Value: []byte("2")}, {Key: "empty", Value: []byte{}}, {Key: "null"},
			},
		}
		if i == 5 {
			record.Key = nil
		}
		if i == 7 {
			record.Value = nil
		}
		made[i] = record
	}
	return made
}

func (s *story) send(tag string, options ...kgo.Opt) {
	s.sent = append(s.sent, s.produce(s.records(s.topic, tag), options...)...)
}

func (s *story) produce(records []*kgo.Record, options ...kgo.Opt) []*kgo.Record {
	client := s.client(append(options, kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerLinger(50*time.Millisecond))...)
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := client.ProduceSync(ctx, records...).FirstErr()
	expect(err == nil, "produce: %v", err)
	return records
}

// poll appends what a client has within a tenth of a second.
func poll(client *kgo.Client, into []*kgo.Record) []*kgo.Record {
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	fetches := client.PollFetches(ctx)
	for _, failure := range fetches.Errors() {
		expect(errors.Is(failure.Err, context.DeadlineExceeded), "fetch of %s/%d: %v", failure.Topic, failure.Partition, failure.Err)
	}
	return append(into, fetches.Records()...)
}

func (s *story) consume(topic string, count int) []*kgo.Record {
	client := s.client(kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))
	defer client.Close()
	var got []*kgo.Record
	for deadline := time.Now().Add(patience); len(got) < count; got = poll(client, got) {
		expect(time.Now().Before(deadline), "only %d of %d records came", len(got), count)
	}
	return poll(client, got)
}

func (s *story) compare(got []*kgo.Record) {
	expect(len(got) == len(s.sent), "%d records read back of %d", len(got), len(s.sent))
	for partition := range int32(partitions) {
		in, out := of(partition, s.sent), of(partition, got)
		for i := range min(len(in), len(out)) {
			expect(shown(out[i]) == shown(in[i]), "got %s, wanted %s", shown(out[i]), shown(in[i]))
		}
		expect(len(out) == len(in), "%d of %d records in partition %d", len(out), len(in), partition)
	}
}

func of(partition int32, records []*kgo.Record) (in []*kgo.Record) {
	for _, record := range records {
		if record.Partition == partition {
			in = append(in, record)
		}
	}
	return in
}

func shown(r *kgo.Record) string {
	return fmt.Sprintf("%d %#v %#v %#v %d", r.Partition, r.Key, r.Value, r.Headers, r.Timestamp.UnixMilli())
}

func (s *story) times() {
	mine := of(2, s.sent)
	for _, i := range []int{0, 1, len(mine) / 2, len(mine) - 1} {
		at := mine[i].Timestamp.UnixMilli() - 500
		found := must(s.admin.ListOffsetsAfterMilli(context.Background(), at, s.topic))
		offset, _ := found.Lookup(s.topic, 2)
		expect(offset.Err == nil && offset.Offset == int64(i), "offset half a second before record %d: %+v", i, offset)
	}
}

func (s *story) group() {
	shared := s.topic + "-shared"
	s.create(shared)
	first, second := s.member(shared), s.member(shared)
	wait("two members to have two partitions each", []*member{first, second}, func() bool {
		return len(first.assigned()) == 2 && len(second.assigned()) == 2
	})
	both := append(first.assigned(), second.assigned()...)
	slices.Sort(both)
	expect(slices.Equal(both, []int32{0, 1, 2, 3}), "partitions shared: %v", both)
	ok("two members share 4 partitions")

	s.read([]*member{first, second}, shared, "shared")
	ok("each record read once by the group, committed")

	second.client.Close()
	wait("the member left to have all partitions", []*member{first}, func() bool { return len(first.assigned()) == partitions })
	s.read([]*member{first}, shared, "alone")
	first.client.Close()
	ok("one member leaves, the other takes over")

	later := s.member(shared)
	wait("a new member to have all partitions", []*member{later}, func() bool { return len(later.assigned()) == partitions })
	s.read([]*member{later}, shared, "later")
	later.client.Close()
	ok("a restart goes on from the committed offsets")
	s.delete(shared)
}

type member struct {
	client *kgo.Client
	topic  string
	got    []*kgo.Record
	has    chan map[int32]bool // one map, lent to whoever holds it
}

func (s *story) member(shared string) *member {
	m := &member{topic: shared, has: make(chan map[int32]bool, 1)}
	m.has <- map[int32]bool{}
	change := func(have bool) func(context.Context, *kgo.Client, map[string][]int32) {
		return func(_ context.Context, _ *kgo.Client, of map[string][]int32) {
			has := <-m.has
			for _, partition := range of[shared] {
				if have {
					has[partition] = true
				} else {
					delete(has, partition)
				}
			}
			m.has <- has
		}
	}
	m.client = s.client(
		kgo.ConsumerGroup(s.topic+"-group"), kgo.ConsumeTopics(shared), kgo.DisableAutoCommit(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.HeartbeatInterval(300*time.Millisecond),
		kgo.OnPartitionsAssigned(change(true)), kgo.OnPartitionsRevoked(change(false)), kgo.OnPartitionsLost(change(false)),
	)
	return m
}

func (m *member) assigned() (partitions []int32) {
	has := <-m.has
	defer func() { m.has <- has }()
	for partition := range has {
		partitions = append(partitions, partition)
	}
	return partitions
}

func wait(what string, members []*member, done func() bool) {
	for deadline := time.Now().Add(patience); !done(); {
		expect(time.Now().Before(deadline), "waited in vain for %s", what)
		for _, m := range members {
			m.got = poll(m.client, m.got)
		}
	}
}

// read produces, and expects the members to read exactly that; each commits what it read.
func (s *story) read(members []*member, shared, tag string) {
	ids := func(records []*kgo.Record) (found []string) {
		for _, r := range records {
			found = append(found, string(r.Headers[0].Value))
		}
		slices.Sort(found)
		return found
	}
	all := func() (got []*kgo.Record) {
		for _, m := range members {
			got = append(got, m.got...)
		}
		return got
	}
	expect(len(all()) == 0, "records read before those of %s: %v", tag, ids(all()))
	sent := s.produce(s.records(shared, tag))
	wait("the records of "+tag, members, func() bool { return len(all()) >= len(sent) })
	expect(slices.Equal(ids(all()), ids(sent)), "read %v, wanted %v", ids(all()), ids(sent))
	for _, m := range members {
		err := m.client.CommitUncommittedOffsets(context.Background())
		expect(err == nil, "commit: %v", err)
		m.got = nil
	}
}

func (s *story) create(topic string) {
	must(s.admin.CreateTopic(context.Background(), partitions, 1, nil, topic))
}

func (s *story) delete(topic string) {
	must(s.admin.DeleteTopic(context.Background(), topic))
}
