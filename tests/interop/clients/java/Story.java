// The Java clients tell the story: one source, compiled against the newest kafka-clients and against an old one.

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.*;

public class Story {
    static final int PARTITIONS = 4;
    static final long PATIENCE_MS = 60_000;

    final String bootstrap;
    final String topic = "story-java-" + ProcessHandle.current().pid();
    final AdminClient admin;
    final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    long clockMs = System.currentTimeMillis() - 3_600_000;

    Story(String bootstrap) {
        this.bootstrap = bootstrap;
        this.admin = AdminClient.create(properties());
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 1 && args.length != 3) {
            System.err.println("usage: Story BOOTSTRAP [TOPIC COUNT]");
            System.exit(2);
        }
        try {
            var story = new Story(args[0]);
            if (args.length == 3) {
                for (var record : story.consume(args[1], 1, Integer.parseInt(args[2]))) {
                    System.out.println("read " + new String(record.key()) + " " + new String(record.value()));
                }
            } else {
                story.tell();
            }
            System.exit(0);
        } catch (Wrong wrong) {
            System.err.println("wrong: " + wrong.getMessage());
            System.exit(1);
        }
    }

    void tell() throws Exception {
        expect(!admin.describeCluster().nodes().get().isEmpty(), () -> "the cluster names no broker");
        ok("metadata");

        create(topic);
        try (var consumer = consumer(null)) {
            same(consumer.partitionsFor(topic).size(), PARTITIONS, "partitions of a new topic");
        }
        ok("create topic");

        for (String codec : List.of("none", "gzip", "snappy", "lz4", "zstd")) {
            send(codec, Map.of("compression.type", codec, "acks", "all"));
            ok("produce " + codec);
        }
        for (String acks : List.of("0", "1")) {
            send("acks" + acks, Map.of("acks", acks, "enable.idempotence", "false"));
            ok("produce acks=" + acks);
        }
        send("idempotent", Map.of("acks", "all", "enable.idempotence", "true"));
        ok("idempotent producer");

        compare(consume(topic, PARTITIONS, sent.size()));
        ok("consume " + sent.size() + " records, all as sent");

        times();
        ok("offsets by time");

        group();

        delete(topic);
        await("the topic to be gone", () -> !topics().contains(topic), () -> {});
        ok("delete topic");
    }

    /** Binary keys and values, a null key, a tombstone, header names that repeat, an empty and a null header. */
    List<ProducerRecord<byte[], byte[]>> records(String to, String tag) {
        List<ProducerRecord<byte[], byte[]>> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clockMs += 1000;
            byte[] key = i == 5 ? null : new byte[] {(byte) 0xff, 0, (byte) (i % 7)};
            byte[] value = i == 7 ? null : ("\0 value " + i + " of " + tag + " lorem".repeat(30)).getBytes();
            List<Header> headers = List.of(
                header("id", (tag + "-" + i).getBytes()), header("a", new byte[] {1}), header("a", new byte[] {2}),
                header("empty", new byte[0]), header("null", null));
            made.add(new ProducerRecord<>(to, i % PARTITIONS, clockMs, key, value, headers));
        }
        return made;
    }

    void send(String tag, Map<String, String> settings) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = records(topic, tag);
        produce(records, settings);
        sent.addAll(records);
    }

    void produce(List<ProducerRecord<byte[], byte[]>> records, Map<String, String> settings) throws Exception {
        Properties properties = properties();
        properties.putAll(settings);
        properties.put("linger.ms", "50");
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> futures = new ArrayList<>();
            for (var record : records) {
                futures.add(producer.send(record));
            }
            for (var future : futures) {
                future.get();
            }
        }
    }

    List<ConsumerRecord<byte[], byte[]>> consume(String from, int partitions, int count) {
        try (var consumer = consumer(null)) {
            var all = IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(from, p)).collect(Collectors.toList());
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<ConsumerRecord<byte[], byte[]>> got = new ArrayList<>();
            await("the records sent", () -> got.size() >= count, () -> poll(consumer, got));
            poll(consumer, got);
            return got;
        }
    }

    void compare(List<ConsumerRecord<byte[], byte[]>> got) {
        same(got.size(), sent.size(), "number of records read back");
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            var in = sent.stream().filter(r -> r.partition() == partition)
                .map(r -> shown(r.partition(), r.timestamp(), r.key(), r.value(), r.headers())).collect(Collectors.toList());
            var out = got.stream().filter(r -> r.partition() == partition)
                .map(r -> shown(r.partition(), r.timestamp(), r.key(), r.value(), r.headers())).collect(Collectors.toList());
            same(out, in, "partition " + p);
        }
    }

    void times() {
        var where = new TopicPartition(topic, 2);
        var mine = sent.stream().filter(r -> r.partition() == 2).collect(Collectors.toList());
        try (var consumer = consumer(null)) {
            for (int i : new int[] {0, 1, mine.size() / 2, mine.size() - 1}) {
                var found = consumer.offsetsForTimes(Map.of(where, mine.get(i).timestamp() - 500)).get(where);
                same(found.offset(), (long) i, "offset half a second before record " + i);
                same(found.timestamp(), mine.get(i).timestamp(), "timestamp of record " + i);
            }
            var past = consumer.offsetsForTimes(Map.of(where, mine.get(mine.size() - 1).timestamp() + 1)).get(where);
            same(past, null, "offset past the last record");
        }
    }

    void group() throws Exception {
        String shared = topic + "-shared";
        create(shared);
        var first = new Member(shared);
        var second = new Member(shared);
        var both = List.of(first, second);
        await("two members to have two partitions each", () -> first.has() == 2 && second.has() == 2, () -> both.forEach(Member::poll));
        ok("two members share 4 partitions");

        read(both, shared, "shared");
        ok("each record read once by the group, committed");

        second.consumer.close();
        await("the member left to have all partitions", () -> first.has() == PARTITIONS, first::poll);
        read(List.of(first), shared, "alone");
        first.consumer.close();
        ok("one member leaves, the other takes over");

        var later = new Member(shared);
        await("a new member to have all partitions", () -> later.has() == PARTITIONS, later::poll);
        read(List.of(later), shared, "later");
        later.consumer.close();
        ok("a restart goes on from the committed offsets");
        delete(shared);
    }

    class Member {
        final KafkaConsumer<byte[], byte[]> consumer = consumer(topic + "-group");
        final List<ConsumerRecord<byte[], byte[]>> got = new ArrayList<>();

        Member(String shared) {
            consumer.subscribe(List.of(shared));
        }

        int has() {
            return consumer.assignment().size();
        }

        void poll() {
            Story.poll(consumer, got);
        }
    }

    /** Produces, and expects the members to read exactly that; each commits what it read. */
    void read(List<Member> members, String shared, String tag) throws Exception {
        members.forEach(m -> same(m.got.size(), 0, "records read before those of " + tag));
        var records = records(shared, tag);
        produce(records, Map.of("acks", "all"));
        await("the records of " + tag, () -> members.stream().mapToInt(m -> m.got.size()).sum() >= records.size(),
            () -> members.forEach(Member::poll));
        var in = records.stream().map(r -> id(r.headers())).sorted().collect(Collectors.toList());
        var out = members.stream().flatMap(m -> m.got.stream()).map(r -> id(r.headers())).sorted().collect(Collectors.toList());
        same(out, in, "records of " + tag);
        for (var member : members) {
            member.consumer.commitSync();
            member.got.clear();
        }
    }

    Properties properties() {
        var properties = new Properties();
        properties.put("bootstrap.servers", bootstrap);
        return properties;
    }

    KafkaConsumer<byte[], byte[]> consumer(String group) {
        var properties = properties();
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        if (group != null) {
            properties.put("group.id", group);
        }
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    void create(String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1))).all().get();
    }

    void delete(String name) throws Exception {
        admin.deleteTopics(List.of(name)).all().get();
    }

    Set<String> topics() {
        try {
            return admin.listTopics().names().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static void poll(KafkaConsumer<byte[], byte[]> consumer, List<ConsumerRecord<byte[], byte[]>> into) {
        consumer.poll(Duration.ofMillis(100)).forEach(into::add);
    }

    static void await(String what, BooleanSupplier done, Runnable step) {
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        while (!done.getAsBoolean()) {
            expect(System.currentTimeMillis() < deadline, () -> "waited in vain for " + what);
            step.run();
        }
    }

    static String shown(int partition, long timestamp, byte[] key, byte[] value, Iterable<Header> headers) {
        var named = StreamSupport.stream(headers.spliterator(), false)
            .map(h -> h.key() + "=" + Arrays.toString(h.value())).collect(Collectors.joining(","));
        return partition + " " + timestamp + " " + Arrays.toString(key) + " " + named + " " + Arrays.toString(value);
    }

    static Header header(String name, byte[] value) {
        return new RecordHeader(name, value);
    }

    static String id(org.apache.kafka.common.header.Headers headers) {
        return new String(headers.lastHeader("id").value(), StandardCharsets.UTF_8);
    }

    static void same(Object got, Object wanted, String what) {
        expect(Objects.equals(got, wanted), () -> what + ": got " + got + ", wanted " + wanted);
    }

    static void expect(boolean condition, Supplier<String> message) {
        if (!condition) {
            throw new Wrong(message.get());
        }
    }

    static void ok(String step) {
        System.out.println("ok " + step);
    }

    static class Wrong extends RuntimeException {
        Wrong(String message) {
            super(message);
        }
    }
}
