import { describe, expect, it } from 'vitest'
import { collectHostile } from './collect-hostile.ts'
import { json, mesheryDeployment, type Hostile } from './hostile-server.ts'

const words = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'] as const

describe('a word of the language is no entry of a table:', () => {
  it.each(words)('%s as the cloud of a providerID', async (word) => {
    const hostile: Hostile = ({ url }, response) => {
      if (url !== '/api/v1/nodes?limit=5') return false
      json(response, { kind: 'NodeList', items: [{ spec: { providerID: `${word}://x` } }] })
      return true
    }
    const { sections } = await collectHostile({ hostile })
    expect(sections.nodes).toMatchObject({ status: 'collected', value: { providerID: `${word}://x` } })
    expect(sections.nodes).not.toHaveProperty('value.provider')
  })

  it.each(['constructor', 'valueof'])('%s as the host of an API server', async (host) => {
    const { sections } = await collectHostile({ hostile: () => false, host })
    expect(sections.connection).toMatchObject({ cause: 'unreachable' })
  })

  it.each(words)('%s as keys of labels, selectors and annotations', async (word) => {
    const named = JSON.parse(`{"${word}":"x","app.kubernetes.io/name":"meshery"}`) as object
    const hostile: Hostile = ({ url = '' }, response) => {
      if (url.includes('/deployments')) {
        const more = { labels: named, annotations: named }
        json(response, { kind: 'DeploymentList', items: [mesheryDeployment('a', [{ name: 'c' }], more)] })
      } else if (url.includes('/services')) {
        const service = {
          metadata: { name: 's', namespace: 'meshery', labels: named, annotations: named },
          spec: { selector: named },
        }
        json(response, { kind: 'ServiceList', items: [service] })
      } else return false
      return true
    }
    const { sections } = await collectHostile({ hostile })
    expect(sections.workloads).toMatchObject({
      value: [{ name: 'a', labels: { 'app.kubernetes.io/name': 'meshery' } }],
    })
    expect(sections.services).toMatchObject({ value: [{ name: 's', annotations: {} }] })
    expect(JSON.stringify(sections.services)).not.toContain(`"labels":{"${word}"`)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  it.each(['__proto__', '', ' ', 'a'.repeat(129), 'x#y', '../x'])('%j is no UID', async (uid) => {
    const { sections } = await collectHostile({ hostile: () => false, uid })
    expect(sections.kubeSystem).toMatchObject({ status: 'failed', cause: 'malformed' })
  })
})

describe('an answer without a Status', () => {
  const gateway =
    (path: RegExp): Hostile =>
    ({ url = '' }, response) => {
      if (!path.test(url)) return bound(url, response)
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html>no such page</html>')
      return true
    }
  const bound = (url: string, response: Parameters<Hostile>[1]): boolean => {
    if (url.includes('/deployments')) {
      json(response, { kind: 'DeploymentList', items: [mesheryDeployment('a', [{ name: 'c' }])] })
    } else if (url.includes('/rolebindings')) {
      const subjects = [{ kind: 'Group', name: 'system:serviceaccounts' }]
      const metadata = { name: 'b', namespace: 'meshery' }
      json(response, { kind: 'RoleBindingList', items: [{ metadata, roleRef: { kind: 'Role', name: 'r' }, subjects }] })
    } else if (url === '/apis') {
      const versions = [{ version: 'v1alpha1' }]
      json(response, { kind: 'APIGroupList', groups: [{ name: 'meshery.io', versions }] })
    } else if (url === '/apis/meshery.io/v1alpha1') {
      json(response, { kind: 'APIResourceList', resources: [{ name: 'brokers' }] })
    } else return false
    return true
  }

  it('in place of a role is no role that grants nothing', async () => {
    const { sections } = await collectHostile({ hostile: gateway(/\/roles\//) })
    expect(sections.rights).toMatchObject({ status: 'failed', cause: 'malformed' })
  })

  it('in place of a list is an absent resource only where the API server lists none of that name', async () => {
    const { sections } = await collectHostile({ hostile: gateway(/\/(brokers|meshsyncs)\?/) })
    expect(sections.brokers).toMatchObject({ status: 'failed', cause: 'malformed' })
    expect(sections.meshSyncs).toMatchObject({ status: 'collected', value: [] })
  })
})
