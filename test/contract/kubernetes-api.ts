import type { Collection } from '@fleet-auditor/audit/ports/collector.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { describe, expect, it } from 'vitest'
import { askedOf, causesOf, expectAlike, failuresOf, inventoryOf } from './collection-facts.ts'
import { auditorAccess, collectFrom, everyRight, type OpenedApi } from './opened-api.ts'
import { opened, type OpenServers } from './opened-servers.ts'
import { pagedRead } from './paging-contract.ts'
import { removals } from './removals.ts'
import { stories, type Story } from './stories.ts'
import { wireRead } from './wire-contract.ts'

/** Long enough for a real authorizer, which follows a changed role through a watch. */
const patience = { timeout: 8_000, interval: 100 }

/**
 * What the collector relies on in an API server. Each opened server must keep it, and all must answer alike, section by
 * section and word by word.
 */
export function kubernetesContract(name: string, open: OpenServers, more: readonly Story[] = []): void {
  describe(name, () => {
    describe.each([...stories, ...more])('$name', (story) => wholeRead(open, story))
    describe('modern, with less than every right', () => lessRead(open))
    describe('lists in pages', () => pagedRead(open))
    describe('on the wire', () => wireRead(open))
  })
}

function wholeRead(open: OpenServers, { objects, found }: Story): void {
  const servers = opened(open, async () => [...auditorAccess(), ...(await objects())])

  it('is read whole, within three rounds, and alike from every server', async () => {
    const collections = await Promise.all(servers().map((api) => collectFrom(api)))
    for (const { sections, counters } of collections) {
      expect(failuresOf(sections)).toEqual([])
      expect(inventoryOf(sections)).toEqual(found.toSorted())
      expect(counters.rounds).toBeLessThanOrEqual(3)
      expect(askedOf(counters)).toEqual(askedOf(collections[0]?.counters))
    }
    expectAlike(collections, servers())
  })
}

function lessRead(open: OpenServers): void {
  const servers = opened(open, async () => [...nodes('eks', 2), ...modernInstall()])

  it.each(removals)('without $verb $resource: $failing', async ({ group, resource, verb, failing, namespace }) => {
    const rules = everyRight.map((rule) =>
      rule.apiGroups.includes(group) ? { ...rule, resources: rule.resources.filter((one) => one !== resource) } : rule,
    )
    const grant = { kind: 'kubernetes', verbs: [verb], group, resource, ...(namespace ? { namespace } : {}) }
    const expected = failing.map((section) => ({ section, cause: 'forbidden', grant }))
    await expectCauses(servers(), auditorAccess(rules.filter((rule) => rule.resources.length > 0)), expected)
  })

  it('a login without any right is a connection, and nothing more', async () => {
    await Promise.all(servers().map((api) => api.load(auditorAccess([]))))
    await expect
      .poll(() => Promise.all(servers().map(async (api) => causesOf(await collectFrom(api)))), patience)
      .toEqual(servers().map(() => ({ forbidden: 15, collected: ['apiGroups', 'apiServer', 'connection'] })))
  })

  it('an unknown token is no login', async () => {
    const collections = await Promise.all(servers().map((api) => collectFrom(api, 'stranger')))
    for (const { sections } of collections) {
      for (const section of Object.values(sections)) expect(section).toMatchObject({ cause: 'unauthenticated' })
    }
    expectAlike(collections, servers())
  })
}

/** Loads a role and collects until it has taken effect: every server must come to the same causes. */
async function expectCauses(
  servers: readonly OpenedApi[],
  access: readonly KubernetesObject[],
  expected: readonly unknown[],
): Promise<void> {
  await Promise.all(servers.map((api) => api.load(access)))
  let collections: readonly Collection[] = []
  const failures = async () => {
    collections = await Promise.all(servers.map((api) => collectFrom(api)))
    return collections.map(({ sections }) => failuresOf(sections))
  }
  await expect.poll(failures, patience).toEqual(servers.map(() => expected))
  expectAlike(collections, servers)
}
