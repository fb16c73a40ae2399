// Posts the events of a Kafka topic to serve, and commits their offsets once serve has acknowledged them.
// npm install kafkajs; node kafka-consumer.mjs
import { setTimeout as wait } from 'node:timers/promises'
import { Kafka } from 'kafkajs'

const { KAFKA_BROKERS, KAFKA_TOPIC, KAFKA_GROUP = 'tiktok-conversions', SERVE_URL, WRITE_KEY } = process.env
const headers = { authorization: `Basic ${btoa(`${WRITE_KEY}:`)}`, 'content-type': 'application/json' }

const consumer = new Kafka({ brokers: KAFKA_BROKERS.split(','), logLevel: 1 }).consumer({ groupId: KAFKA_GROUP })
await consumer.connect()
await consumer.subscribe({ topic: KAFKA_TOPIC, fromBeginning: true })
await consumer.run({
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary, heartbeat }) => {
    for (let start = 0; start < batch.messages.length; start += 100) {
      const messages = batch.messages.slice(start, start + 100)
      await post(
        messages.map((message) => toEvent(message, batch)),
        heartbeat
      )
      resolveOffset(messages.at(-1).offset)
      await commitOffsetsIfNecessary()
      await heartbeat()
    }
  }
})

/** A message read twice has the same message ID. One that is no JSON becomes a dead letter of serve. */
function toEvent({ value, offset }, { topic, partition }) {
  try {
    return { messageId: `${topic}-${partition}-${offset}`, ...JSON.parse(value) }
  } catch {
    return String(value)
  }
}

/** Repeats until serve has the events. A 400 means that it has them as dead letters. */
async function post(batch, heartbeat) {
  for (;;) {
    const answer = await fetch(`${SERVE_URL}/v1/batch`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ batch })
    }).catch(() => {})
    if (answer?.status === 200 || (answer?.status === 400 && (await answer.json()).rejected)) return
    if (answer && answer.status !== 429 && answer.status < 500) throw new Error(`serve answered ${answer.status}.`)
    await wait(Number(answer?.headers.get('retry-after') ?? 1) * 1000)
    await heartbeat()
  }
}
