"""aiokafka tells the story. (The underscore keeps this file from shadowing the library.)"""

import asyncio

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

import story


class AioKafka:
    codecs = ("none", "gzip", "snappy", "lz4", "zstd")
    idempotence = True
    null_headers = True

    def __init__(self, bootstrap):
        self.common = {"bootstrap_servers": bootstrap}
        self.loop = asyncio.new_event_loop()

    def run(self, coroutine):
        return self.loop.run_until_complete(coroutine)

    def asked(self, question):
        """The answer of an admin client that lives for one question."""

        async def ask():
            admin = AIOKafkaAdminClient(**self.common)
            await admin.start()
            try:
                return await question(admin)
            finally:
                await admin.close()

        return self.run(ask())

    def brokers(self):
        return len(self.asked(lambda admin: admin.describe_cluster())["brokers"])

    def topics(self):
        return set(self.asked(lambda admin: admin.list_topics()))

    def partitions(self, topic):
        return len(self.asked(lambda admin: admin.describe_topics([topic]))[0]["partitions"])

    def create(self, topic, partitions):
        response = self.asked(lambda admin: admin.create_topics([NewTopic(topic, partitions, 1)]))
        story.same([e[1] for e in response.topic_errors], [0], "error code of CreateTopics")

    def delete(self, topic):
        response = self.asked(lambda admin: admin.delete_topics([topic]))
        story.same([e[1] for e in response.topic_error_codes], [0], "error code of DeleteTopics")

    def produce(self, topic, records, codec, acks, idempotent=False):
        async def produce():
            producer = AIOKafkaProducer(**self.common, compression_type=None if codec == "none" else codec, acks=acks,
                                        enable_idempotence=idempotent, linger_ms=50)
            await producer.start()
            try:
                for future in [await producer.send(topic, r.value, r.key, r.partition, r.timestamp_ms, r.headers)
                               for r in records]:
                    await asyncio.wait_for(future, 30)
            finally:
                await producer.stop()

        self.run(produce())

    def consume(self, topic, partitions, count):
        async def consume():
            consumer = AIOKafkaConsumer(**self.common, enable_auto_commit=False)
            await consumer.start()
            try:
                consumer.assign([TopicPartition(topic, p) for p in range(partitions)])
                await consumer.seek_to_beginning()
                got = []
                while len(got) < count:
                    more = await poll(consumer, 20)
                    story.expect(more, f"no record for 20 s after {len(got)} of {count}")
                    got += more
                story.same(await poll(consumer, 0.5), [], "more records than were sent")
                return got
            finally:
                await consumer.stop()

        return self.run(consume())

    def offset_at(self, topic, partition, timestamp_ms):
        async def ask():
            consumer = AIOKafkaConsumer(**self.common)
            await consumer.start()
            try:
                where = TopicPartition(topic, partition)
                return (await consumer.offsets_for_times({where: timestamp_ms}))[where]
            finally:
                await consumer.stop()

        found = self.run(ask())
        return found and found.offset

    def member(self, group, topic):
        return Member(self, group, topic)


class Member:
    def __init__(self, client, group, topic):
        self.run = client.run

        async def start():
            consumer = AIOKafkaConsumer(topic, **client.common, group_id=group, enable_auto_commit=False,
                                        auto_offset_reset="earliest")
            await consumer.start()
            return consumer

        self.consumer = self.run(start())

    def assigned(self):
        return {tp.partition for tp in self.consumer.assignment()}

    def poll(self, timeout_s):
        return self.run(poll(self.consumer, timeout_s))

    def commit(self):
        self.run(self.consumer.commit())

    def close(self):
        self.run(self.consumer.stop())


async def poll(consumer, timeout_s):
    return [
        story.Record(r.partition, r.timestamp, r.key, r.value, [tuple(h) for h in r.headers])
        for records in (await consumer.getmany(timeout_ms=int(timeout_s * 1000))).values()
        for r in records
    ]


if __name__ == "__main__":
    story.main(AioKafka, "aiokafka")
