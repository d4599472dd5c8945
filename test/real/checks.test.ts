import { leastRules } from '@fleet-auditor/audit/access/kubernetes-role.ts'
import { clusterChecks } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { RoleRule } from '@fleet-auditor/model/policy-rule.ts'
import { subjectOf, type Verdict } from '@fleet-auditor/model/verdict.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from './available.ts'
import { auditor, collectFrom, grantAuditor, judge, verdictLines } from './collect-and-judge.ts'
import { startEtcd, type Etcd } from './etcd.ts'
import { expectedFailures } from './expected-failures.ts'
import { startKubeApiServer, type KubeApiServer } from './kube-api-server.ts'
import { apply } from './kube-objects.ts'
import { installObjects, type Install } from './manifests.ts'
import { nodeObject } from './node-object.ts'

/** What no Kubernetes API reports: the cloud, and probes. */
const elsewhere = [
  'public-api-server',
  'unsupported-kubernetes',
  'high-latency',
  'unauthenticated-broker',
  'unreachable-broker',
]
const ofKubernetes = (verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.filter(({ check }) => !elsewhere.includes(check))

describeWith(['kubernetes', 'meshery-manifests'], 'checks on a real API server', () => {
  let etcd: Etcd
  const servers: KubeApiServer[] = []
  const install = async (name: Install): Promise<KubeApiServer> => {
    const server = await startKubeApiServer({ users: [auditor], audit: true, etcd })
    servers.push(server)
    await grantAuditor(server)
    await apply(server, [nodeObject({ name: 'node-1', providerId: 'aws:///eu-west-1a/i-1', internalIp: '10.0.0.1' })])
    await apply(server, await installObjects(name))
    return server
  }
  beforeAll(async () => {
    etcd = await startEtcd()
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
    await etcd.close()
  })

  describe.each(Object.entries(expectedFailures))('%s', (name, expected) => {
    let server: KubeApiServer
    beforeAll(async () => {
      server = await install(name as Install) // Object.entries forgets its keys' type
    })

    it('fails exactly what is wrong, with the generated role', async () => {
      const { sections, counters } = await collectFrom(server)
      const failing = Object.entries(sections).filter(([, section]) => section.status === 'failed')
      expect(failing).toEqual([])
      expect(counters.reads).toBeLessThanOrEqual(26)
      expect(counters.reviews).toBeLessThanOrEqual(8)
      expect(counters.rounds).toBeLessThanOrEqual(3)
      expect(counters.bytes).toBeLessThanOrEqual(120_000)
      // only the Broker knows who is connected, and whether it may be asked the fleet file decides
      const unsynced = 'unsynced-discovery: undeclared Deployment meshery/meshery-meshsync'
      const verdicts = ofKubernetes(judge(await collectFrom(server)))
      expect(verdictLines(verdicts, 'fail')).toEqual(expected)
      const open =
        name === 'legacy'
          ? [
              // a load balancer's name, unresolved: only its spec speaks
              'contradictory-exposure: no-vantage Service meshery/meshery-broker',
              'unmanaged-release: undeclared Deployment meshery/meshery-operator',
              // its pods were made a moment ago, and do not run here
              'unready-component: too-young Deployment meshery/meshery-meshsync',
              'unready-component: too-young StatefulSet meshery/meshery-broker',
              unsynced,
            ]
          : name === 'modern'
            ? [unsynced]
            : []
      expect(verdictLines(verdicts, 'unknown')).toEqual(open)
    })

    it('asked for nothing but get, list and reviews, and never for a Secret', async () => {
      const asked = (await server.auditLog()).filter((event) => event.user.username === auditor.name)
      expect(asked.length).toBeGreaterThan(10)
      const verbs = new Set(
        asked.map(({ verb, objectRef }) => (objectRef?.resource?.endsWith('reviews') ? 'review' : verb)),
      )
      expect([...verbs].toSorted()).toEqual(['get', 'list', 'review'])
      expect(asked.filter(({ requestURI }) => requestURI.includes('secrets'))).toEqual([])
    })
  })

  describe('with each grant removed in turn', () => {
    let server: KubeApiServer
    let whole: Verdict[]
    beforeAll(async () => {
      server = await install('modern')
      whole = judge(await collectFrom(server))
    })

    const rules = leastRules(clusterChecks)
    const removals = rules.flatMap((rule) => rule.resources.map((resource) => ({ rule, resource })))
    // A group that no API server serves by itself is not asked for; nor are routes and Rollouts of a modern install.
    const served = /^(?:|[a-z]+|(?!gateway\.)[a-z.]+\.k8s\.io|meshery\.io)$/
    const used = removals.filter(
      ({ rule, resource }) => served.test(rule.apiGroups[0] ?? '') && resource !== 'ingresses',
    )

    it.each(
      used.map(
        ({ rule, resource }) => [`${rule.verbs.join()} ${resource}.${rule.apiGroups.join()}`, rule, resource] as const,
      ),
    )('without %s answers turn into unknown, and nothing passes that did not', async (_, rule, resource) => {
      await grantAuditor(server, without(rules, rule, resource))
      const collection = await settled(server, resource)
      const after = judge(collection)
      const passes = new Set(whole.filter(({ verdict }) => verdict === 'pass').map(keyOf))
      for (const verdict of after.filter((each) => each.verdict === 'pass')) expect(passes).toContain(keyOf(verdict))
      const failing = Object.values(collection.sections).filter((section) => section.status === 'failed')
      expect(failing.length).toBeGreaterThan(0)
      for (const section of failing) expect(section).toMatchObject({ cause: 'forbidden' })
      expect(
        failing.some(
          (section) =>
            section.status === 'failed' && section.grant?.kind === 'kubernetes' && section.grant.resource === resource,
        ),
      ).toBe(true)
    })
  })
})

const keyOf = (verdict: Verdict): string => canonical([verdict.check, subjectOf(verdict) ?? null])

const without = (rules: readonly RoleRule[], removed: RoleRule, resource: string): RoleRule[] =>
  rules
    .map((rule) =>
      rule === removed ? { ...rule, resources: rule.resources.filter((each) => each !== resource) } : rule,
    )
    .filter((rule) => rule.resources.length > 0)

/** The authorizer follows a changed role through a watch, a moment later: collects until the right is gone. */
async function settled(server: KubeApiServer, resource: string): ReturnType<typeof collectFrom> {
  for (let attempt = 0; ; attempt++) {
    const collection = await collectFrom(server)
    const gone = Object.values(collection.sections).some(
      (section) =>
        section.status === 'failed' && section.grant?.kind === 'kubernetes' && section.grant.resource === resource,
    )
    const others = Object.values(collection.sections).filter(
      (section) =>
        section.status === 'failed' && section.grant?.kind === 'kubernetes' && section.grant.resource !== resource,
    )
    if ((gone && others.length === 0) || attempt === 50) return collection
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
