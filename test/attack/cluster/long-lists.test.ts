import { describe, expect, it } from 'vitest'
import { collectHostile } from './collect-hostile.ts'
import { json, mesheryDeployment, pour, type Hostile } from './hostile-server.ts'

/** Objects of a list, page by page. */
const listOf =
  (path: string, count: number, kind: string, item: (at: number) => object): Hostile =>
  ({ url = '' }, response) => {
    if (!url.includes(path)) return false
    const from = Number(/continue=(\d+)/.exec(url)?.[1] ?? 0)
    const until = Math.min(count, from + Number(/limit=(\d+)/.exec(url)?.[1] ?? count))
    const items = Array.from({ length: until - from }, (_, at) => item(from + at))
    json(response, { kind, metadata: until < count ? { continue: String(until) } : {}, items })
    return true
  }

const either =
  (...all: readonly Hostile[]): Hostile =>
  (request, response) =>
    all.some((one) => one(request, response))

const server = listOf('/deployments', 1, 'DeploymentList', () => mesheryDeployment('a', [{ name: 'c' }]))
const binding = (at: number, group: string, role: string): object => ({
  metadata: { name: `b${at}`, namespace: `n${at}` },
  roleRef: { kind: 'ClusterRole', name: role },
  subjects: [{ kind: 'Group', name: group }],
})
const view: Hostile = ({ url = '' }, response) => {
  if (!/\/(clusterroles|roles)\//.test(url)) return false
  json(response, { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] })
  return true
}

describe('of long lists', () => {
  it('125,387 RoleBindings are read to their end, of which those stay that reach Meshery', async () => {
    const bindings = listOf('/rolebindings', 125_387, 'RoleBindingList', (at) =>
      binding(at, at % 50_000 === 7 ? 'system:serviceaccounts' : 'somebody', 'view'),
    )
    const { sections } = await collectHostile({ hostile: either(server, view, bindings) })
    expect(sections.rights).toMatchObject({
      status: 'collected',
      value: [{ bindings: [{ name: 'b7' }, { name: 'b50007' }, { name: 'b100007' }] }],
    })
  })

  it('a list of 2,100 pages is read to its end where pages of 500 are too large', async () => {
    const pages = 2100
    const list: Hostile = ({ url = '' }, response) => {
      if (!url.includes('/rolebindings')) return false
      const page = Number(/continue=(\d+)/.exec(url)?.[1] ?? 0)
      const padding = url.includes('limit=500') ? 'x'.repeat(17 * 2 ** 20) : ''
      // A server may give fewer than it was asked for.
      const items = [binding(page, page === pages ? 'system:serviceaccounts' : 'somebody', 'view')]
      const metadata = page === pages ? {} : { continue: String(page + 1) }
      json(response, { kind: 'RoleBindingList', metadata, items, padding })
      return true
    }
    const { sections } = await collectHostile({ hostile: either(server, view, list) })
    expect(sections.rights).toMatchObject({ status: 'collected', value: [{ bindings: [{ name: `b${pages}` }] }] })
  })

  it.each([
    ['bindings that all reach Meshery', (at: number) => binding(at, 'system:authenticated', 'view'), /MB of facts/],
    ['roles bound to Meshery', (at: number) => binding(at, 'system:authenticated', `r${at % 501}`), /MB of facts/],
  ])('20,000 %s are too many, and read no roles', async (_, item, detail) => {
    let roles = 0
    const counted: Hostile = (request, response) => {
      const isRole = view(request, response)
      roles += isRole ? 1 : 0
      return isRole
    }
    const bindings = listOf('/rolebindings', 20_000, 'RoleBindingList', item)
    const { sections } = await collectHostile({ hostile: either(server, counted, bindings) })
    expect(sections.rights).toMatchObject({ status: 'failed', cause: 'too-large' })
    expect(sections.rights).toHaveProperty('detail', expect.stringMatching(detail))
    expect(roles).toBe(0)
  })

  it('501 roles are too many', async () => {
    const item = (at: number) => binding(at, 'system:authenticated', `r${at}`)
    const { sections } = await collectHostile({
      hostile: either(server, view, listOf('/rolebindings', 501, 'RoleBindingList', item)),
    })
    expect(sections.rights).toHaveProperty(
      'detail',
      expect.stringMatching(/501 roles are bound to Meshery, at most 500/),
    )
  })

  it('ServiceAccounts of 201 workloads are too many for their rights, and nothing else is lost', async () => {
    const many = listOf('/deployments', 201, 'DeploymentList', (at) => {
      const name = `w${at}`
      return mesheryDeployment(name, [{ name: 'c' }], { namespace: name })
    })
    const { sections } = await collectHostile({ hostile: either(many, view) })
    expect(sections.workloads).toMatchObject({ status: 'collected' })
    expect(sections.rights).toMatchObject({ status: 'failed', cause: 'too-large' })
  })

  it('a page that is too large is asked for again in smaller pages', async () => {
    const filler = 'x'.repeat(60_000)
    const services = listOf('/services', 600, 'ServiceList', (at) => ({
      metadata: { name: `s${at}`, namespace: 'meshery', annotations: { filler } },
      spec: { ports: [{ port: 80 }] },
    }))
    const { sections, counters } = await collectHostile({ hostile: either(server, services) })
    expect(sections.services).toMatchObject({ status: 'collected' })
    expect(sections.services).toHaveProperty('value.length', 600)
    expect(counters.bytes).toBeGreaterThan(36_000_000)
  })

  it.each([
    ['nested deeper than any object is', '['.repeat(65_536), 'malformed', /nested deeper/],
    ['made of ever more values', '[],'.repeat(20_000), 'too-large', /more values/],
  ])('one without end that is %s is given up at its first bytes', async (_, piece, cause, detail) => {
    const endless = function* (): Generator<string> {
      yield '{"kind":"ServiceList","metadata":{},"items":['
      for (;;) yield piece
    }
    const services: Hostile = ({ url = '' }, response) => {
      if (!url.includes('/services')) return false
      pour(response, endless())
      return true
    }
    const { sections, counters } = await collectHostile({ hostile: either(server, services) })
    expect(sections.services).toMatchObject({ status: 'failed', cause, detail: expect.stringMatching(detail) })
    expect(sections.workloads).toMatchObject({ status: 'collected' })
    expect(counters.bytes).toBeLessThan(4 * 2 ** 20)
  })

  it('5,001 containers are too many to be judged', async () => {
    const containers = Array.from({ length: 5001 }, (_, at) => ({ name: `c${at}` }))
    const large = listOf('/deployments', 1, 'DeploymentList', () => mesheryDeployment('a', containers))
    const { sections } = await collectHostile({ hostile: large })
    expect(sections.workloads).toHaveProperty('detail', expect.stringMatching(/1 workloads with 5001 containers/))
  })
})
