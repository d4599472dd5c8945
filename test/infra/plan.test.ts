import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from './plan/plan-shape.ts'
import { planOf } from './plan/plan.ts'
import { promises } from './promises/all-promises.ts'
import type { Stage } from './promises/promise.ts'

describe.each<Stage>(['dev', 'production'])('stage %s promises', (stage) => {
  let plan: Plan
  beforeAll(async () => {
    plan = await planOf({ stage, bundles: false })
  })
  it.each(Object.entries(promises))('%s', (_, check) => {
    check(plan, stage)
  })
})

describe('a deployment stops before anything is made', () => {
  it.each([
    ['a kubeconfig source', 'test/infra/fleets/kubeconfig.yaml', /sources\.kubeconfig|cannot name a kubeconfig/],
    ['no source', 'test/infra/fleets/empty.yaml', /names no source/],
    ['a cloud without a federation', 'test/infra/fleets/unfederated.yaml', /sources\.gcp needs federation\.google/],
    ['a mistake in the file', 'test/infra/fleets/mistake.yaml', /mistake\.yaml:4:\d+: sources\.aws\[0\]\.acount/],
    [
      'an authority outside the project',
      'test/infra/fleets/outside-authority.yaml',
      /cannot pack \/etc\/ssl\/proxy\.pem/,
    ],
    ['no fleet file', 'test/infra/fleets/missing.yaml', /no fleet file at test.*missing\.yaml/],
  ])('for %s', async (_, fleetFile, message) => {
    await expect(planOf({ stage: 'dev', bundles: false, fleetFile })).rejects.toThrow(message)
  })
})
