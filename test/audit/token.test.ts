import { readFileSync } from 'node:fs'
import type { StoredToken, TokenStore } from '@fleet-auditor/audit/ports/token-store.ts'
import { checkToken } from '@fleet-auditor/audit/tokens/check-token.ts'
import { createToken, newSecretToken, sameHash, tokenHash, tokenId } from '@fleet-auditor/audit/tokens/create-token.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const zeros = (count: number): Uint8Array => new Uint8Array(count)

describe('a token', () => {
  it('carries 48 bits of name and 256 bits of secret, all from outside', () => {
    const asked: number[] = []
    const { id, token } = newSecretToken((count) => {
      asked.push(count)
      return zeros(count)
    })
    expect([asked, id, token]).toEqual([[6, 32], '000000000000', `fa_000000000000_${'A'.repeat(43)}`])
  })

  it('is distinguished from every other word', () => {
    fc.assert(fc.property(fc.string(), (word) => tokenId(word) === undefined))
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const { id, token } = newSecretToken((count) => bytes.slice(0, count))
        return tokenId(token) === id
      }),
    )
  })

  it('is compared in constant time, and by that alone', () => {
    expect(sameHash(tokenHash('a'), tokenHash('a'))).toBe(true)
    expect(sameHash(tokenHash('a'), tokenHash('b'))).toBe(false)
    expect(sameHash(tokenHash('a'), 'short')).toBe(false)
    const source = (file: string): string =>
      readFileSync(new URL(`../../packages/audit/src/tokens/${file}`, import.meta.url), 'utf8')
    expect(source('create-token.ts')).toContain('timingSafeEqual(a, b)')
    expect(source('check-token.ts')).toContain('sameHash(tokenHash(word), stored?.hash ?? nobodysHash)')
    expect(source('check-token.ts')).not.toMatch(/hash\b\s*[!=]==|[!=]==\s*\S*hash/i)
  })
})

describe('making one', () => {
  const never = (): Promise<never> => Promise.reject(new Error('nothing is stored'))
  const tokens: TokenStore = { create: never, list: never, find: never, revoke: never, touch: never }
  const ports = { tokens, clock: { now: () => '2026-02-28T00:00:00.000Z' }, random: zeros }

  it.each<[name: string, asked: Parameters<typeof createToken>[0], message: string]>([
    ['no name', { name: ' ', scopes: ['read'] }, 'a token needs a name'],
    ['a name too long', { name: 'x'.repeat(101), scopes: ['read'] }, 'a token needs a name'],
    ['no scope', { name: 'x', scopes: [] }, 'a token needs a scope'],
    ['an end that is past', { name: 'x', scopes: ['read'], expiresAt: '2026-02-28T00:00:00.000Z' }, 'expired already'],
  ])('refuses %s', async (_, asked, message) => {
    await expect(createToken(asked, ports)).rejects.toThrow(message)
  })
})

describe('a token that was made', () => {
  const day = '2026-02-28T00:00:00.000Z'

  async function made(expiresAt?: string) {
    const shelf = new Map<string, StoredToken>()
    const tokens = {
      create: async (token: StoredToken) => void shelf.set(token.id, token),
      list: async () => [...shelf.values()],
      find: async (id: string) => shelf.get(id),
      revoke: async (id: string) => shelf.delete(id),
      touch: async () => {},
    }
    const ports = { tokens, clock: { now: () => day }, random: zeros }
    const asked = { name: ' ci ', scopes: ['read', 'read', 'run'] as const, expiresAt }
    return { tokens, ...(await createToken(asked, ports)) }
  }

  it('is stored by its hash, under its trimmed name, with each scope once', async () => {
    const { token, stored } = await made()
    expect(stored).toMatchObject({ name: 'ci', scopes: ['read', 'run'], createdAt: day, hash: tokenHash(token) })
    expect(JSON.stringify(stored)).not.toContain(token)
  })

  it.each<[name: string, now: string, word: (token: string) => string, isProven: boolean]>([
    ['proves itself until it expires', '2026-03-01T23:59:59.000Z', (token) => token, true],
    ['proves nothing once it expired', '2026-03-02T00:00:00.000Z', (token) => token, false],
    ['proves nothing with another secret', day, (token) => token.replace(/A$/, 'B'), false],
    ['proves nothing with another id', day, (token) => token.replace('fa_0', 'fa_1'), false],
    ['proves nothing in another shape', day, (token) => `${token}A`, false],
  ])('%s', async (_, now, word, isProven) => {
    const { tokens, token, stored } = await made('2026-03-02T00:00:00.000Z')
    expect(await checkToken(word(token), { tokens, clock: { now: () => now } })).toEqual(isProven ? stored : undefined)
  })
})

describe('using one', () => {
  it.each<[name: string, lastUsedOn: string | undefined, touched: readonly string[]]>([
    ['first', undefined, ['2026-02-28']],
    ['on a later day', '2026-02-27', ['2026-02-28']],
    ['again on that day', '2026-02-28', []],
    ['after the clock was set back', '2026-03-01', []],
  ])('notes its day: %s', async (_, lastUsedOn, touched) => {
    const { id, token } = newSecretToken(zeros)
    const days: string[] = []
    const used = lastUsedOn === undefined ? {} : { lastUsedOn }
    const stored: StoredToken = { id, name: 'x', hash: tokenHash(token), scopes: ['read'], createdAt: '', ...used }
    const tokens = {
      find: () => Promise.resolve(stored),
      touch: (_id: string, day: string) => Promise.resolve(void days.push(day)),
    }
    expect(await checkToken(token, { tokens, clock: { now: () => '2026-02-28T00:00:00.000Z' } })).toBe(stored)
    expect(days).toEqual(touched)
  })
})
