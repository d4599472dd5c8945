import { randomBytes } from 'node:crypto'
import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import { tokenProof, type ProveToken } from '@fleet-auditor/api/http/token-proof.ts'
import { createToken } from '@fleet-auditor/audit/tokens/create-token.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { beforeEach, describe, expect, it } from 'vitest'

const start = Date.parse('2026-02-28T12:00:00.000Z')
let [elapsedMs, finds] = [0, 0]
const clock = { now: () => new Date(start + elapsedMs).toISOString() }

/** Tokens of a store in memory, with every look-up counted. */
let tokens: ReturnType<typeof createMemoryStore>['tokens']
let proveToken: ProveToken

const newToken = async (): Promise<string> =>
  (await createToken({ name: 'test', scopes: ['read'] }, { tokens, clock, random: randomBytes })).token
const unknown = (): string => `fa_${randomBytes(6).toString('hex')}_${randomBytes(32).toString('base64url')}`

beforeEach(() => {
  ;[elapsedMs, finds] = [0, 0]
  const { tokens: stored } = createMemoryStore({ clock })
  tokens = { ...stored, find: (id) => (finds++, stored.find(id)) }
  proveToken = tokenProof(tokens, clock)
})

describe('a word that proves nothing', () => {
  it.each(['', 'abc', 'fa_000000000000_short', `FA_000000000000_${'A'.repeat(43)}`])(
    'is not looked up where it is no token: "%s"',
    async (word) => {
      expect([await proveToken(word), finds]).toEqual([undefined, 0])
    },
  )

  it('is looked up once in ten seconds', async () => {
    const word = unknown()
    for (elapsedMs = 0; elapsedMs < 10_000; elapsedMs += 500) await proveToken(word)
    expect(finds).toBe(1)
    await proveToken(word)
    expect(finds).toBe(2)
  })

  it('is looked up fifty times a second, however many different ones come', async () => {
    const asked = Array.from({ length: 1000 }, () => proveToken(unknown()))
    const answers = await Promise.allSettled(asked)
    expect(finds).toBe(50)
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(950)
  })
})

describe('in a flood of wrong tokens', () => {
  const flood = () => Promise.allSettled(Array.from({ length: 100 }, () => proveToken(unknown())))

  it('a token that was used before is still proven', async () => {
    const token = await newToken()
    await proveToken(token)
    await flood()
    expect(await proveToken(token)).toMatchObject({ name: 'test' })
  })

  it('a new token is refused as throttled for a second, and proven in the next', async () => {
    const token = await newToken()
    await flood()
    const details = { reason: 'throttled', retryAfterSeconds: 1 }
    await expect(proveToken(token)).rejects.toMatchObject({ code: 'usage', details })
    elapsedMs = 1000
    expect(await proveToken(token)).toMatchObject({ name: 'test' })
  })
})

it('a revoked token proves nothing from then on', async () => {
  const token = await newToken()
  await proveToken(token)
  await tokens.revoke(token.split('_')[1] ?? '')
  expect(await proveToken(token)).toBeUndefined()
})

it('a token that was revoked after its use is looked up once more, then not for ten seconds', async () => {
  const token = await newToken()
  await proveToken(token)
  await tokens.revoke(token.split('_')[1] ?? '')
  finds = 0
  for (let asked = 0; asked < 20; asked++) await proveToken(token)
  expect(finds).toBe(1)
})

it('proven tokens that are looked up at once leave a new one its turn', async () => {
  const used = await Promise.all(Array.from({ length: 40 }, newToken))
  for (const token of used) await proveToken(token)
  const fresh = await newToken()
  const asked = [...used, ...used, ...used].map((token) => proveToken(token))
  expect(await proveToken(fresh)).toMatchObject({ name: 'test' })
  expect(await Promise.all(asked)).not.toContain(undefined)
})

describe('while the store fails', () => {
  const failing = new AuditorError('store', 'the store is away')
  beforeEach(() => {
    proveToken = tokenProof({ ...tokens, find: () => (finds++, Promise.reject(failing)) }, clock)
  })

  it('every word is answered with its failure, not as a flood', async () => {
    for (let asked = 0; asked < 200; asked++) await expect(proveToken(unknown())).rejects.toBe(failing)
  })

  it('it is asked fifty times a second', async () => {
    for (let asked = 0; asked < 200; asked++) await expect(proveToken(unknown())).rejects.toBe(failing)
    expect(finds).toBe(50)
  })

  it('a word is proven as soon as it works again, in another second', async () => {
    const token = await newToken()
    let isAway = true
    proveToken = tokenProof({ ...tokens, find: (id) => (isAway ? Promise.reject(failing) : tokens.find(id)) }, clock)
    for (let asked = 0; asked < 60; asked++) await expect(proveToken(token)).rejects.toBe(failing)
    ;[isAway, elapsedMs] = [false, 1000]
    expect(await proveToken(token)).toMatchObject({ name: 'test' })
  })
})
