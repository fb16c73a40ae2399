import type { CommitReport } from '../../runner/live/group-commit'
import { GroupCommit, OverloadError } from '../../runner/live/group-commit'
import type { EventBatch, Store } from '../../runner/live/store/store'

const REJECTED = {
  source: 'shop',
  event: 'null',
  error: { class: 'PayloadValidationError', status: 400, message: 'No.' }
}

/** A batch of events, none of which is a repeat. */
function batch(events: number): EventBatch {
  return { events: Array.from({ length: events }, () => ({ source: 'shop', messageId: 'm', event: '{}' })) }
}

/** A store whose transactions end when the test says so. */
function heldStore() {
  const transactions: { events: number; commit(): void; fail(error: Error): void }[] = []
  const append = ({ events }: EventBatch) =>
    new Promise((resolve, reject) => {
      transactions.push({ events: events.length, commit: () => resolve({ added: events.length }), fail: reject })
    })
  return { transactions, store: { append } as unknown as Store }
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

function create(maxBytes = 1000) {
  const { transactions, store } = heldStore()
  const reports: CommitReport[] = []
  return {
    transactions,
    reports,
    commit: new GroupCommit(store, { maxBytes, onCommit: (report) => reports.push(report) })
  }
}

it('writes what comes during a transaction with the next one', async () => {
  const { commit, transactions, reports } = create()
  const first = commit.add(batch(1), 10)
  await turn()
  const others = [commit.add(batch(2), 10), commit.add({ ...batch(3), letters: [REJECTED] }, 10)]
  await turn()
  expect(transactions.map(({ events }) => events)).toEqual([1])
  transactions[0].commit()
  await first
  await turn()
  expect(transactions.map(({ events }) => events)).toEqual([1, 5])
  transactions[1].commit()
  await Promise.all(others)
  expect(reports).toMatchObject([
    { requests: 1, events: 1, added: 1, rejected: 0 },
    { requests: 2, events: 5, added: 5, rejected: 1 }
  ])
})

it('acknowledges nothing before the transaction has ended', async () => {
  const { commit, transactions } = create()
  let isAcknowledged = false
  const added = commit.add(batch(1), 10).then(() => {
    isAcknowledged = true
  })
  await turn()
  await turn()
  expect(isAcknowledged).toBe(false)
  transactions[0].commit()
  await added
  expect(isAcknowledged).toBe(true)
})

it('closes a transaction at a thousand events, but never parts a request', async () => {
  const { commit, transactions } = create()
  const added = [600, 500, 2500, 1].map((events) => commit.add(batch(events), 10))
  for (let index = 0; index < 3; index++) {
    await turn()
    transactions[index].commit()
  }
  await Promise.all(added)
  expect(transactions.map(({ events }) => events)).toEqual([1100, 2500, 1])
})

it('fails the requests of a transaction that fails, and goes on', async () => {
  const { commit, transactions, reports } = create()
  const error = new Error('full')
  const failed = [commit.add(batch(1), 10), commit.add(batch(1), 10)].map((added) => expect(added).rejects.toBe(error))
  await turn()
  transactions[0].fail(error)
  await Promise.all(failed)
  const next = commit.add(batch(1), 10)
  await turn()
  transactions[1].commit()
  await next
  expect(reports).toMatchObject([
    { requests: 2, added: 0, error },
    { requests: 1, added: 1, error: undefined }
  ])
})

it('refuses more bytes than may wait, until they are written; a large request alone is not refused', async () => {
  const { commit, transactions } = create(100)
  const large = commit.add(batch(1), 500)
  await expect(commit.add(batch(1), 1)).rejects.toThrow(OverloadError)
  await turn()
  transactions[0].fail(new Error('full'))
  await expect(large).rejects.toThrow('full')
  const added = [commit.add(batch(1), 60), commit.add(batch(1), 40)]
  await expect(commit.add(batch(1), 1)).rejects.toThrow(OverloadError)
  await turn()
  transactions[1].commit()
  await Promise.all(added)
})

it('is flushed when nothing waits any more', async () => {
  const { commit, transactions } = create()
  await commit.flush()
  const added = commit.add(batch(1), 10)
  let isFlushed = false
  const flushed = commit.flush().then(() => {
    isFlushed = true
  })
  await turn()
  expect(isFlushed).toBe(false)
  transactions[0].commit()
  await Promise.all([added, flushed])
  expect(isFlushed).toBe(true)
})

it('lets no request wait for longer than it is told, neither for its turn nor for the disk', async () => {
  const { transactions, store } = heldStore()
  const commit = new GroupCommit(store, { maxBytes: 1000, maxWaitMs: 5 })
  const added = [commit.add(batch(1), 10).catch((error) => error.name)]
  await turn()
  added.push(commit.add(batch(1), 10).catch((error) => error.name))
  expect(await Promise.all(added)).toEqual(['LateError', 'LateError'])
  transactions[0].commit()
  await turn()
  expect(transactions.map(({ events }) => events)).toEqual([1, 1])
  transactions[1].commit()
  await commit.flush()
})
