"""confluent-kafka (librdkafka) tells the story."""

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

import story


class Confluent:
    codecs = ("none", "gzip", "snappy", "lz4", "zstd")
    idempotence = True
    null_headers = True

    def __init__(self, bootstrap):
        self.common = {"bootstrap.servers": bootstrap}
        self.admin = AdminClient(self.common)

    def brokers(self):
        return len(self.admin.list_topics(timeout=20).brokers)

    def topics(self):
        return set(self.admin.list_topics(timeout=20).topics)

    def partitions(self, topic):
        return len(self.admin.list_topics(topic, timeout=20).topics[topic].partitions)

    def create(self, topic, partitions):
        for future in self.admin.create_topics([NewTopic(topic, partitions, 1)]).values():
            future.result()

    def delete(self, topic):
        for future in self.admin.delete_topics([topic]).values():
            future.result()

    def produce(self, topic, records, codec, acks, idempotent=False):
        settings = {"compression.type": codec, "acks": acks, "enable.idempotence": idempotent, "linger.ms": 50}
        producer = Producer({**self.common, **settings})
        failures = []

        def delivered(error, _message):
            if error is not None:
                failures.append(error)

        for r in records:
            producer.produce(topic, r.value, r.key, r.partition, timestamp=r.timestamp_ms, headers=r.headers,
                             on_delivery=delivered)
        story.same(producer.flush(30), 0, "records not delivered")
        story.same(failures, [], "delivery failures")

    def consume(self, topic, partitions, count):
        consumer = Consumer({**self.common, "group.id": "unused", "enable.auto.commit": False})
        consumer.assign([TopicPartition(topic, p, 0) for p in range(partitions)])
        got = []
        while len(got) < count:
            message = consumer.poll(20)
            story.expect(message is not None, f"no record for 20 s after {len(got)} of {count}")
            got.append(record(message))
        extra = consumer.poll(0.5)
        story.expect(extra is None, "a record more than were sent")
        consumer.close()
        return got

    def offset_at(self, topic, partition, timestamp_ms):
        consumer = Consumer({**self.common, "group.id": "unused"})
        found = consumer.offsets_for_times([TopicPartition(topic, partition, timestamp_ms)], timeout=20)[0]
        consumer.close()
        if found.error is not None:
            raise KafkaException(found.error)
        return found.offset

    def member(self, group, topic):
        return Member({**self.common, "group.id": group}, topic)


class Member:
    def __init__(self, common, topic):
        self.consumer = Consumer({**common, "enable.auto.commit": False, "auto.offset.reset": "earliest"})
        self.consumer.subscribe([topic])

    def assigned(self):
        return {tp.partition for tp in self.consumer.assignment()}

    def poll(self, timeout_s):
        message = self.consumer.poll(timeout_s)
        return [] if message is None else [record(message)]

    def commit(self):
        try:
            self.consumer.commit(asynchronous=False)
        except KafkaException as e:
            if e.args[0].code() != KafkaError._NO_OFFSET:
                raise

    def close(self):
        self.consumer.close()


def record(message):
    if message.error() is not None:
        raise KafkaException(message.error())
    return story.Record(message.partition(), message.timestamp()[1], message.key(), message.value(), message.headers())


if __name__ == "__main__":
    story.main(Confluent, "confluent")
