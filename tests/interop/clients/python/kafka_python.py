"""kafka-python tells the story."""

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic

import story


class KafkaPython:
    codecs = ("none", "gzip", "snappy", "lz4", "zstd")
    idempotence = True
    null_headers = False  # it takes none

    def __init__(self, bootstrap):
        self.common = {"bootstrap_servers": bootstrap}
        self.admin = KafkaAdminClient(**self.common)

    def brokers(self):
        return len(self.admin.describe_cluster()["brokers"])

    def topics(self):
        return set(self.admin.list_topics())

    def partitions(self, topic):
        return len(self.admin.describe_topics([topic])[0]["partitions"])

    def create(self, topic, partitions):
        self.admin.create_topics([NewTopic(topic, partitions, 1)])

    def delete(self, topic):
        self.admin.delete_topics([topic])

    def produce(self, topic, records, codec, acks, idempotent=False):
        codec = None if codec == "none" else codec
        producer = KafkaProducer(**self.common, compression_type=codec, acks=acks, enable_idempotence=idempotent,
                                 linger_ms=50)
        futures = [producer.send(topic, r.value, r.key, r.headers, r.partition, r.timestamp_ms) for r in records]
        for future in futures:
            future.get(timeout=30)
        producer.close()

    def consume(self, topic, partitions, count):
        consumer = KafkaConsumer(**self.common, enable_auto_commit=False, consumer_timeout_ms=20_000)
        consumer.assign([TopicPartition(topic, p) for p in range(partitions)])
        consumer.seek_to_beginning()
        got = []
        while len(got) < count:
            more = poll(consumer, 20)
            story.expect(more, f"no record for 20 s after {len(got)} of {count}")
            got += more
        story.same(poll(consumer, 0.5), [], "more records than were sent")
        consumer.close()
        return got

    def offset_at(self, topic, partition, timestamp_ms):
        consumer = KafkaConsumer(**self.common)
        where = TopicPartition(topic, partition)
        found = consumer.offsets_for_times({where: timestamp_ms})[where]
        consumer.close()
        return found and found.offset

    def member(self, group, topic):
        return Member({**self.common, "group_id": group}, topic)


class Member:
    def __init__(self, common, topic):
        self.consumer = KafkaConsumer(topic, **common, enable_auto_commit=False, auto_offset_reset="earliest")

    def assigned(self):
        return {tp.partition for tp in self.consumer.assignment()}

    def poll(self, timeout_s):
        return poll(self.consumer, timeout_s)

    def commit(self):
        self.consumer.commit()

    def close(self):
        self.consumer.close(autocommit=False)


def poll(consumer, timeout_s):
    return [
        story.Record(r.partition, r.timestamp, r.key, r.value, [tuple(h) for h in r.headers])
        for records in consumer.poll(timeout_ms=int(timeout_s * 1000)).values()
        for r in records
    ]


if __name__ == "__main__":
    story.main(KafkaPython, "kafka-python")
