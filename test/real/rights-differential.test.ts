import { effectiveRight } from '@fleet-auditor/checks/facts/effective-right.ts'
import type { Identity } from '@fleet-auditor/model/identity.ts'
import type { ResourceRequest } from '@fleet-auditor/model/policy-rule.ts'
import type { Rights } from '@fleet-auditor/model/rights.ts'
import { collected, failed } from '@fleet-auditor/model/section.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from './available.ts'
import { startKubeApiServer, type KubeApiServer } from './kube-api-server.ts'
import { rightsSet, smallerSets, type RightsSet } from './random-rights.ts'
import { compared } from './rights-load.ts'

/** Fixed where a run must be repeatable; elsewhere each run looks at other sets. */
const seed = process.env['CI'] ? 20261130 : Number(process.env['FLEET_AUDITOR_SEED'] ?? Date.now() % 2 ** 31)
const sets = 2000
/** Each role that is bound is read by one request, at most 500 in one reading. */
const batch = 125

function isGranted(identity: Identity, request: ResourceRequest, rights: readonly Rights[]): boolean {
  const evidence = {
    rights: collected(rights, ''),
    reviews: failed('undeclared', 'the roles alone'),
    provider: 'kubeconfig' as const,
  }
  return effectiveRight(identity, request, evidence).right === 'allowed'
}

/** Wrong on purpose: it believes that a rule with names grants every name. */
const withoutNames: typeof isGranted = (identity, request, rights) => {
  const rulesOf = ({ rules }: Rights['bindings'][number]) => rules.map((rule) => ({ ...rule, resourceNames: [] }))
  const wide = rights.map(({ bindings, ...rest }) => ({
    ...rest,
    bindings: bindings.map((binding) => ({ ...binding, rules: rulesOf(binding) })),
  }))
  return isGranted(identity, request, wide)
}

describeWith(['kubernetes'], `rights by roles and by the authorizer (seed ${seed})`, () => {
  let server: KubeApiServer
  beforeAll(async () => {
    // Each set has namespaces of its own, which nothing needs to exist.
    server = await startKubeApiServer({ users: [], flags: ['--disable-admission-plugins=NamespaceLifecycle'] })
  })
  afterAll(() => server?.close())

  /** The first of some random sets on which both differ, made as small as it gets. */
  async function smallest(judge: typeof isGranted, numRuns: number): Promise<RightsSet | undefined> {
    const samples = fc.sample(rightsSet, { seed, numRuns, unbiased: true })
    const answers = { allowed: 0, denied: 0 }
    for (let start = 0; start < samples.length; start += batch) {
      const found = await compared(server, samples.slice(start, start + batch), judge)
      for (const { allowed, denied } of found) {
        answers.allowed += allowed
        answers.denied += denied
      }
      const first = found.findIndex(({ differing }) => differing.length > 0)
      if (first >= 0) return shrunk(judge, start + first)
    }
    // Sets that grant nothing, or everything, would agree with anything.
    const rare = Math.min(answers.allowed, answers.denied)
    expect(rare / (answers.allowed + answers.denied), JSON.stringify(answers)).toBeGreaterThan(0.05)
    return undefined
  }

  const differ = async (judge: typeof isGranted, candidates: readonly RightsSet[]): Promise<RightsSet | undefined> => {
    if (candidates.length === 0) return undefined
    const found = await compared(server, candidates, judge)
    return candidates.find((_, place) => (found[place]?.differing.length ?? 0) > 0)
  }

  /** By simpler values first, then by leaving out whatever may be left out. */
  async function shrunk(judge: typeof isGranted, run: number): Promise<RightsSet | undefined> {
    const agrees = fc.asyncProperty(rightsSet, async (set) => (await differ(judge, [set])) === undefined)
    const { counterexample } = await fc.check(agrees, { seed, path: String(run), numRuns: 1, unbiased: true })
    let smallestSoFar = counterexample?.[0]
    for (let less = smallestSoFar; less; less = await differ(judge, smallerSets(less))) smallestSoFar = less
    return smallestSoFar
  }

  it(`agree on ${sets} random sets of roles and bindings`, { timeout: 600_000 }, async () => {
    const set = await smallest(isGranted, sets)
    expect(set, `seed ${seed}, the smallest set on which they differ: ${JSON.stringify(set, null, 2)}`).toBeUndefined()
  })

  it(
    'find a judge that is wrong on purpose out, by one rule, one subject and one request',
    { timeout: 600_000 },
    async () => {
      const set = await smallest(withoutNames, batch)
      const rules = set?.roles.flatMap((role) => role.rules)
      expect(rules).toEqual([expect.objectContaining({ resourceNames: [expect.any(String)] })])
      expect(set).toMatchObject({ bindings: [{ subjects: [expect.any(Object)] }], requests: [expect.any(Object)] })
    },
  )
})
