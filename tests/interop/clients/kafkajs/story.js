// kafkajs tells the story. It has no Kafka headers of value null, and its idempotent producer wants acks of all.

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = require('kafkajs')
const lz4 = require('lz4-napi')
const { ZstdCodec } = require('zstd-codec')

const PARTITIONS = 4
const PATIENCE_MS = 60_000

CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compressFrameSync(encoder.buffer)),
  decompress: async (buffer) => Buffer.from(lz4.decompressFrameSync(buffer)),
})
const zstd = new Promise((resolve) => ZstdCodec.run((z) => resolve(new z.Simple())))
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async (encoder) => Buffer.from((await zstd).compress(encoder.buffer)),
  decompress: async (buffer) => Buffer.from((await zstd).decompress(buffer)),
})

class Wrong extends Error {}
const expect = (condition, message) => {
  if (!condition) throw new Wrong(message)
}
const same = (got, wanted, what) => {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)]
  expect(a === b, `${what}: got ${a}, wanted ${b}`)
}
const ok = (step) => console.log(`ok ${step}`)
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const until = async (what, done) => {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await done())) {
    expect(Date.now() < deadline, `waited in vain for ${what()}`)
    await sleep(50)
  }
}

if (process.argv.length !== 3 && process.argv.length !== 5) {
  console.error(`usage: ${process.argv[1]} BOOTSTRAP [TOPIC COUNT]`)
  process.exit(2)
}
const kafka = new Kafka({ clientId: 'story', brokers: [process.argv[2]], logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const topic = `story-kafkajs-${process.pid}`
const sent = []
let clock = Date.now() - 3_600_000

// Binary keys and values, a null key, a tombstone, header names that repeat, an empty header.
const records = (tag, count = 12) =>
  Array.from({ length: count }, (_, i) => ({
    partition: i % PARTITIONS,
    timestamp: String((clock += 1000)),
    key: i === 5 ? null : Buffer.from(`ff006b${(10 + (i % 7)).toString(16)}`, 'hex'),
    value: i === 7 ? null : Buffer.concat([Buffer.from([0, 254]), Buffer.from(`value ${i} of ${tag} ${'lorem '.repeat(30)}`)]),
    headers: { id: `${tag}-${i}`, a: ['1', '2'], empty: '' },
  }))

const hex = (bytes) => (bytes === null ? null : bytes.toString('hex'))
const plain = (partition, { timestamp, key, value, headers }) => ({
  partition,
  timestamp,
  key: hex(key),
  value: hex(value),
  headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, Array.isArray(v) ? v.map(String) : String(v)])),
})
const id = (record) => String(record.headers.id)

const produce = async (to, messages, { compression = CompressionTypes.None, acks = -1, idempotent = false } = {}) => {
  const producer = kafka.producer({ idempotent, retry: { retries: 5 } })
  await producer.connect()
  await producer.send({ topic: to, messages, compression, acks })
  await producer.disconnect()
}

// A consumer that keeps what it read, and which partitions it has.
const member = async (groupId, of) => {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 10_000, heartbeatInterval: 200, maxWaitTimeInMs: 200 })
  const it = { consumer, got: [], assigned: [] }
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => (it.assigned = payload.memberAssignment[of] ?? []))
  await consumer.connect()
  await consumer.subscribe({ topic: of, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      it.got.push(plain(partition, message))
      await consumer.commitOffsets([{ topic, partition, offset: String(BigInt(message.offset) + 1n) }])
    },
  })
  return it
}

const readBy = async (members, of, tag) => {
  const wanted = records(tag)
  await produce(of, wanted)
  const got = () => members.flatMap((m) => m.got).map(id)
  await until(() => `the records of ${tag}; got ${got()}`, () => got().length >= wanted.length)
  await sleep(300) // the last commits, and whatever is read twice
  same(got().sort(), wanted.map(id).sort(), `records of ${tag}`)
  members.forEach((m) => (m.got.length = 0))
}

const group = async () => {
  const shared = `${topic}-shared`
  await admin.createTopics({ topics: [{ topic: shared, numPartitions: PARTITIONS }] })
  const first = await member(`${topic}-group`, shared)
  const second = await member(`${topic}-group`, shared)
  const has = () => [first.assigned, second.assigned]
  await until(() => `two partitions each; assigned ${JSON.stringify(has())}`, () => has().every((p) => p.length === 2))
  same(has().flat().sort(), [0, 1, 2, 3], 'partitions shared')
  ok('two members share 4 partitions')
  await readBy([first, second], shared, 'shared')
  ok('each record read once by the group, committed')
  await second.consumer.disconnect()
  await until(() => 'the member left to have all partitions', () => first.assigned.length === PARTITIONS)
  await readBy([first], shared, 'alone')
  await first.consumer.disconnect()
  ok('one member leaves, the other takes over')
  const later = await member(`${topic}-group`, shared)
  await readBy([later], shared, 'later')
  await later.consumer.disconnect()
  ok('a restart goes on from the committed offsets')
  await admin.deleteTopics({ topics: [shared] })
}

const tell = async () => {
  await admin.connect()
  expect((await admin.describeCluster()).brokers.length >= 1, 'the cluster names no broker')
  ok('metadata')

  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }] })
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  same(topics[0].partitions.length, PARTITIONS, 'partitions of a new topic')
  ok('create topic')

  const send = async (tag, options) => {
    const messages = records(tag)
    await produce(topic, messages, options)
    sent.push(...messages)
  }
  for (const [name, compression] of Object.entries(CompressionTypes)) {
    await send(name, { compression })
    ok(`produce ${name.toLowerCase()}`)
  }
  for (const acks of [0, 1]) {
    await send(`acks${acks}`, { acks })
    ok(`produce acks=${acks}`)
  }
  await send('idempotent', { idempotent: true })
  ok('idempotent producer')

  const reader = await member(`${topic}-reader`, topic)
  await until(() => `${sent.length} records; got ${reader.got.length}`, () => reader.got.length >= sent.length)
  await sleep(300)
  await reader.consumer.disconnect()
  same(reader.got.length, sent.length, 'number of records read back')
  for (let p = 0; p < PARTITIONS; p++) {
    const wanted = sent.filter((m) => m.partition === p).map((m) => plain(p, m))
    const got = reader.got.filter((m) => m.partition === p)
    wanted.forEach((w, i) => same(got[i], w, `record ${i} of partition ${p}`))
  }
  ok(`consume ${sent.length} records, all as sent`)

  const mine = sent.filter((m) => m.partition === 2)
  for (const i of [0, 1, mine.length - 1]) {
    const found = await admin.fetchTopicOffsetsByTimestamp(topic, Number(mine[i].timestamp))
    same(found.find((f) => f.partition === 2).offset, String(i), `offset at the time of record ${i}`)
  }
  ok('offsets by time')

  await group()

  await admin.deleteTopics({ topics: [topic] })
  await until(() => 'the topic to be gone', async () => !(await admin.listTopics()).includes(topic))
  ok('delete topic')
  await admin.disconnect()
}

const read = async (from, count) => {
  const reader = await member(`${topic}-reader`, from)
  await until(() => `${count} records; got ${reader.got.length}`, () => reader.got.length >= count)
  await sleep(300)
  await reader.consumer.disconnect()
  same(reader.got.length, count, 'number of records')
  const text = (bytes) => Buffer.from(bytes, 'hex').toString()
  for (const { key, value } of reader.got) console.log(`read ${text(key)} ${text(value)}`)
}

const [, , , from, count] = process.argv
const told = from ? read(from, Number(count)) : tell()
told.catch((error) => {
  console.error(error instanceof Wrong ? `wrong: ${error.message}` : error)
  process.exit(1)
})
