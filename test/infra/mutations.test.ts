import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutations } from './mutations/all-mutations.ts'
import { callOf, constant, edited, property, remove, replace, valueOf, type Edit } from './mutations/edit.ts'
import { root } from './plan/places.ts'
import type { Plan } from './plan/plan-shape.ts'
import { planOf } from './plan/plan.ts'
import { promises } from './promises/all-promises.ts'

describe.concurrent('a slip in infra is noticed', () => {
  it.each(mutations)('$slip', async ({ file, edit, notices }) => {
    const checkout = await mutatedCheckout(file, edit)
    try {
      const plan = await planOf({ root: checkout, stage: 'production', bundles: false })
      expect(brokenBy(plan)).toContain(notices)
    } finally {
      await rm(checkout, { recursive: true })
    }
  })

  it.each<[slip: string, file: string, edit: Edit, message: RegExp]>([
    [
      'a handler that is not there',
      'infra/deploy-function.ts',
      replace([callOf('sst.aws.Function'), valueOf('handler')], '`functions/the-${handler}.handler`'),
      /handler not found/,
    ],
    [
      'rights about a place that is not given',
      'infra/state-machine/state-machine.ts',
      remove([constant('resources'), property('table')]),
      /StartRun: its rights/,
    ],
  ])('%s stops the deployment', async (_, file, edit, message) => {
    const checkout = await mutatedCheckout(file, edit)
    try {
      await expect(planOf({ root: checkout, stage: 'dev', bundles: false })).rejects.toThrow(message)
    } finally {
      await rm(checkout, { recursive: true })
    }
  })
})

/** A checkout of what is deployed, with one edit; everything else is this one's. */
async function mutatedCheckout(file: string, edit: Edit): Promise<string> {
  const checkout = await mkdtemp(path.join(tmpdir(), 'mutated-infra-'))
  for (const own of ['infra', 'sst.config.ts']) {
    await cp(path.join(root, own), path.join(checkout, own), { recursive: true })
  }
  for (const shared of ['functions', 'node_modules', 'test']) {
    await symlink(path.join(root, shared), path.join(checkout, shared))
  }
  const source = path.join(checkout, file)
  await writeFile(source, edited(file, await readFile(source, 'utf8'), edit))
  return checkout
}

const brokenBy = (plan: Plan): string[] =>
  Object.entries(promises).flatMap(([name, check]) => {
    try {
      check(plan, 'production')
      return []
    } catch {
      return [name]
    }
  })
