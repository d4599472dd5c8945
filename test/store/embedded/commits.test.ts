import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { CommitCounter } from '@fleet-auditor/adapters/store/embedded/commit-counter.ts'
import { damageInThread } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import { openDatabase } from '@fleet-auditor/adapters/store/embedded/engine/database.ts'
import { createEngine } from '@fleet-auditor/adapters/store/embedded/engine/engine.ts'
import { clientOf } from '@fleet-auditor/adapters/store/embedded/engine/table-client.ts'
import { createTable } from '@fleet-auditor/adapters/store/table/create-table.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const table = 'fleet'
let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'commits-'))))
afterEach(() => rm(folder, { recursive: true }))

/** A counter whose disk fails while `isFailing`. */
function failingCounter() {
  const counted: number[] = []
  const state = { isFailing: false }
  const counter: CommitCounter = {
    write: (commits) => {
      if (state.isFailing) throw Object.assign(new Error('i/o error'), { code: 'EIO' })
      counted.push(commits)
    },
    close: () => {},
  }
  return { counter, counted, state }
}

async function openClient(counter: CommitCounter) {
  const engine = createEngine(openDatabase(join(folder, 'store.db'), counter))
  const client = clientOf(engine)
  await createTable(client, table)
  const documents = DynamoDBDocumentClient.from(client)
  return {
    engine,
    put: (sk: string) => documents.send(new PutCommand({ TableName: table, Item: { pk: 'a', sk } })),
    update: (sk: string) =>
      documents.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: 'a', sk },
          UpdateExpression: 'SET seen = :seen',
          ExpressionAttributeValues: { ':seen': true },
        }),
      ),
    has: async (sk: string) =>
      (await documents.send(new GetCommand({ TableName: table, Key: { pk: 'a', sk } }))).Item !== undefined,
  }
}

describe('a commit whose count cannot be written', () => {
  it('is acknowledged, for it is stored, and counted with the next one', async () => {
    const { counter, counted, state } = failingCounter()
    const { engine, put, has } = await openClient(counter)
    state.isFailing = true
    await put('1')
    expect(await has('1')).toBe(true)
    const before = counted.at(-1) ?? 0
    state.isFailing = false
    await put('2')
    expect(counted.slice(-2)).toEqual([before + 1, before + 2])
    engine.close()
  })

  it('fails the next write before anything of it is stored, and the close, while the counter stays broken', async () => {
    const { counter, state } = failingCounter()
    const { engine, put, has } = await openClient(counter)
    state.isFailing = true
    await put('1')
    await expect(put('2')).rejects.toThrow('i/o error')
    expect([await has('1'), await has('2')]).toEqual([true, false])
    expect(engine.close).toThrow('i/o error')
  })
})

describe('a damaged row', () => {
  it('fails the write that needs it, and none of those that share its transaction', async () => {
    const { counter } = failingCounter()
    const first = await openClient(counter)
    await first.put('damaged')
    first.engine.close()
    const file = new DatabaseSync(join(folder, 'store.db'))
    file.exec(`UPDATE "items of ${table}" SET checksum = checksum + 1 WHERE sk = 'damaged'`)
    file.close()
    const { engine, put, update, has } = await openClient(counter)
    const [before, broken, after] = await Promise.allSettled([put('1'), update('damaged'), put('2')])
    expect(broken).toMatchObject({ status: 'rejected', reason: { message: 'a stored row is damaged: a / damaged' } })
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled'])
    expect([await has('1'), await has('2')]).toEqual([true, true])
    engine.close()
  })
})

describe('the thread that looks through the database', () => {
  const thread = (text: string): URL => new URL(`data:text/javascript,${encodeURIComponent(text)}`)
  const answer = (text: string): string => `import { parentPort } from 'node:worker_threads'; ${text}`

  it.each([
    ['ends without an answer', 'process.exit(0)', 'ended without an answer'],
    ['throws', "throw new Error('no memory')", 'no memory'],
    ['answers and then throws', answer("parentPort.postMessage(undefined); throw new Error('late')"), 'late'],
    ['answers something else', answer('parentPort.postMessage(7)'), 'ended without an answer'],
  ])('that %s fails the start, and does not hold it up', async (_, text, message) => {
    await expect(damageInThread({ database: '', counter: '' }, thread(text))).rejects.toThrow(message)
  })

  it('settles only when the thread has ended, until when it has the file open', async () => {
    const ended = join(folder, 'ended')
    const text = answer(`import { writeFileSync } from 'node:fs'
      parentPort.postMessage('lost')
      setTimeout(() => writeFileSync(${JSON.stringify(ended)}, ''), 200)`)
    expect(await damageInThread({ database: '', counter: '' }, thread(text))).toBe('lost')
    await expect(rm(ended)).resolves.toBeUndefined()
  })
})

it('a counter is written for every commit', async () => {
  await writeFile(join(folder, 'commits'), '')
  const { counter, counted } = failingCounter()
  const { engine, put } = await openClient(counter)
  await put('1')
  await put('2')
  engine.close()
  expect(counted).toEqual([1, 2, 3])
})
