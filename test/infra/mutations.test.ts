import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutations } from './mutations.ts'
import { planOf } from './plan/plan.ts'
import { root } from './plan/places.ts'
import type { Plan } from './plan/plan-shape.ts'
import { promises } from './promises.ts'

describe.concurrent('a slip in infra is noticed', () => {
  it.each(mutations)('$slip', async ({ file, from, to, notices }) => {
    const checkout = await mutatedCheckout(file, from, to)
    try {
      const plan = await planOf({ root: checkout, stage: 'production', bundles: false })
      expect(brokenBy(plan)).toContain(notices)
    } finally {
      await rm(checkout, { recursive: true })
    }
  })

  it('a handler that is not there', async () => {
    const checkout = await mutatedCheckout(
      'infra/auditor-function.ts',
      'functions/${handler}',
      'functions/the-${handler}',
    )
    try {
      await expect(planOf({ root: checkout, stage: 'dev', bundles: false })).rejects.toThrow(/handler not found/)
    } finally {
      await rm(checkout, { recursive: true })
    }
  })

  it('rights about a place that is not named', async () => {
    const checkout = await mutatedCheckout('infra/notifier.ts', 'places: { table: tableArns },', '')
    try {
      await expect(planOf({ root: checkout, stage: 'dev', bundles: false })).rejects.toThrow(/Notify: its rights/)
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
