import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './plan/places.ts'
import { planOf } from './plan/plan.ts'
import type { Plan } from './plan/plan-shape.ts'
import { promises } from './promises.ts'

/** One slip in what is deployed, and the promise that must notice it. */
const mutations: readonly (readonly [name: string, file: string, from: string, to: string, notices: string])[] = [
  ['TTL dropped', 'infra/table.ts', "ttl: 'expiresAt',", '', 'rows that expire'],
  ['TTL on another attribute', 'infra/table.ts', "'expiresAt'", "'expires'", 'rows that expire'],
  [
    'keys swapped',
    'infra/table.ts',
    "hashKey: 'pk', rangeKey: 'sk'",
    "hashKey: 'sk', rangeKey: 'pk'",
    'keys of the table',
  ],
  [
    'an index on the wrong key',
    'infra/table.ts',
    "'gsi2pk', rangeKey",
    "'gsi1pk', rangeKey",
    'both indexes, whole items',
  ],
  [
    'deletion protection lost',
    'infra/table.ts',
    "$app.stage === 'production'",
    'false',
    'production outlives a mistake',
  ],
  ['removal on delete', 'sst.config.ts', "'retain' : 'remove'", "'remove' : 'remove'", 'production outlives a mistake'],
  ['time zone lost', 'infra/nightly.ts', "timezone: 'Etc/UTC',", '', 'the schedule and its time zone'],
  ['another hour', 'infra/nightly.ts', 'cron(0 2 *', 'cron(0 14 *', 'the schedule and its time zone'],
  ['the night lost', 'infra/nightly.ts', '<aws.scheduler.scheduled-time>', '', 'the night in the event'],
  ['timeout shortened', 'infra/nightly.ts', "'15 minutes'", "'15 seconds'", 'time and memory of the function'],
  ['memory cut', 'infra/nightly.ts', "'1769 MB'", "'176 MB'", 'time and memory of the function'],
  [
    'another table’s name',
    'infra/nightly.ts',
    'TABLE_NAME: table.name',
    "TABLE_NAME: 'fleet'",
    'environment of the function',
  ],
  ['logs for ever', 'infra/nightly.ts', "'1 month'", "'forever'", 'a month of logs'],
  [
    'trust widened to the account',
    'infra/nightly.ts',
    "assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' })",
    '',
    'only Lambda becomes the function',
  ],
  [
    'link in place of permissions',
    'infra/nightly.ts',
    'permissions,',
    'permissions, link: [table],',
    'least rights of the function',
  ],
  ['an action widened', 'infra/permissions.ts', '[...tableActions]', "['dynamodb:*']", 'least rights of the function'],
  ['any role assumed', 'infra/permissions.ts', 'resources: roles', "resources: ['*']", 'least rights of the function'],
  [
    'indexes forgotten',
    'infra/permissions.ts',
    ', $interpolate`${table.arn}/index/*`',
    '',
    'least rights of the function',
  ],
  ['a public URL', 'infra/nightly.ts', 'permissions,', 'permissions, url: true,', 'nothing else'],
]

describe.concurrent('a slip in infra is noticed', () => {
  it.each(mutations)('%s', async (_, file, from, to, notices) => {
    const checkout = await mutatedCheckout(file, from, to)
    try {
      const plan = await planOf({ root: checkout, stage: 'production', bundles: false })
      expect(brokenBy(plan)).toContain(notices)
    } finally {
      await rm(checkout, { recursive: true })
    }
  })

  it('a handler that is not there', async () => {
    const checkout = await mutatedCheckout('infra/nightly.ts', 'functions/nightly.handler', 'functions/daily.handler')
    try {
      await expect(planOf({ root: checkout, stage: 'dev', bundles: false })).rejects.toThrow(/handler not found/)
    } finally {
      await rm(checkout, { recursive: true })
    }
  })
})

/** A checkout of what is deployed, with one edit; everything else is this one's. */
async function mutatedCheckout(file: string, from: string, to: string): Promise<string> {
  const checkout = await mkdtemp(path.join(tmpdir(), 'mutated-infra-'))
  for (const own of ['infra', 'sst.config.ts']) {
    await cp(path.join(root, own), path.join(checkout, own), { recursive: true })
  }
  for (const shared of ['functions', 'node_modules', 'test']) {
    await symlink(path.join(root, shared), path.join(checkout, shared))
  }
  const text = await readFile(path.join(checkout, file), 'utf8')
  expect(text.split(from)).toHaveLength(2)
  await writeFile(
    path.join(checkout, file),
    text.replace(from, () => to),
  )
  return checkout
}

const brokenBy = (plan: Plan): string[] =>
  Object.entries(promises).flatMap(([name, keep]) => {
    try {
      keep(plan, 'production')
      return []
    } catch {
      return [name]
    }
  })
