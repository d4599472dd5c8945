import { execFileSync } from 'node:child_process'
import { createKubeconfigDiscovery } from '@fleet-auditor/adapters/kubeconfig/discovery.ts'
import { isOneCluster } from '@fleet-auditor/model/cluster-id.ts'
import type { ScopeOf } from '@fleet-auditor/model/scope.ts'
import { describe, expect, it } from 'vitest'
import { containing } from '../matching.ts'
import { contexts, folderWith, kubeconfig, never, now } from './kubeconfig-bench.ts'

const fleet = contexts(
  {
    'kind-dev': 'https://127.0.0.1:6443',
    'shop-eu': 'https://0A1B.gr7.eu-west-1.eks.amazonaws.com',
    'shop-eu-admin': 'https://0A1B.gr7.eu-west-1.eks.amazonaws.com/',
    rancher: 'https://rancher.example.test/k8s/clusters/c-1/',
  },
  'kind-dev',
)

async function discover(files: Readonly<Record<string, unknown>>, scope: Partial<ScopeOf<'kubeconfig'>> = {}) {
  await using bench = await folderWith(files)
  const defaultFiles = Object.keys(files).map((name) => bench.path(name))
  const discovery = createKubeconfigDiscovery({ defaultFiles, environment: {}, terminal: true, allowExec: true, now })
  return await discovery.discover({ provider: 'kubeconfig', contexts: [], ...scope }, never)
}

async function found(files: Readonly<Record<string, unknown>>, scope: Partial<ScopeOf<'kubeconfig'>> = {}) {
  const listing = await discover(files, scope)
  return listing.status === 'collected' ? listing.value.clusters : []
}

describe('a listing of a kubeconfig', () => {
  it('without words is the current context', async () => {
    expect(await discover({ config: fleet })).toEqual({
      status: 'collected',
      at: now(),
      value: {
        unseen: [],
        clusters: [
          {
            id: 'kubeconfig:kind-dev@127.0.0.1:6443',
            locator: '127.0.0.1:6443',
            name: 'kind-dev',
            provider: 'kubeconfig',
            scope: 'kubeconfig:default',
            labels: {},
          },
        ],
      },
    })
  })

  it.each([
    ['every context', ['*'], ['kind-dev', 'shop-eu', 'shop-eu-admin', 'rancher']],
    ['a glob, in the file’s order', ['shop-*'], ['shop-eu', 'shop-eu-admin']],
    ['several words, each context once', ['rancher', 'shop-eu', '*eu'], ['shop-eu', 'rancher']],
    ['a name in other case', ['Rancher'], ['rancher']],
    ['all but a glob', ['!shop-*'], ['kind-dev', 'rancher']],
    ['a glob without some of its own', ['shop-*', '!*-admin'], ['shop-eu']],
  ])('takes %s', async (_, words, names) => {
    expect((await found({ config: fleet }, { contexts: words })).map(({ name }) => name)).toEqual(names)
  })

  it('takes a name literally where it is there', async () => {
    const odd = contexts({ 'a*': 'https://a.test', ab: 'https://b.test' })
    expect((await found({ config: odd }, { contexts: ['a*'] })).map(({ name }) => name)).toEqual(['a*'])
  })

  it('has two contexts of one server as two, with one locator', async () => {
    const both = await found({ config: fleet }, { contexts: ['shop-*'] })
    expect(both.map(({ id }) => id)).toEqual(
      ['shop-eu', 'shop-eu-admin'].map((name) => `kubeconfig:${name}@0a1b.gr7.eu-west-1.eks.amazonaws.com`),
    )
    expect(new Set(both.map(({ locator }) => locator))).toEqual(new Set(['0a1b.gr7.eu-west-1.eks.amazonaws.com']))
  })

  it('has contexts of one address as several clusters where something else than the address chooses', async () => {
    const ca = 'server: https://proxy.test:443'
    const config = `
apiVersion: v1
kind: Config
clusters:
  - { name: plain, cluster: { ${ca} } }
  - { name: own-name, cluster: { ${ca}, tls-server-name: proxy.test } }
  - { name: sni, cluster: { ${ca}, tls-server-name: kube.b.test } }
  - { name: bastion, cluster: { ${ca}, proxy-url: 'http://me:secret@bastion.test:3128' } }
users:
  - { name: someone, user: { token: t } }
  - { name: tp-a, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: tsh, args: [kube, credentials, --kube-cluster=a] } } }
  - { name: tp-b, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: tsh, args: [kube, credentials, --kube-cluster=b] } } }
contexts:
  - { name: plain, context: { cluster: plain, user: someone } }
  - { name: own-name, context: { cluster: own-name, user: someone } }
  - { name: sni, context: { cluster: sni, user: someone } }
  - { name: bastion, context: { cluster: bastion, user: someone } }
  - { name: tp-a, context: { cluster: plain, user: tp-a } }
  - { name: tp-b, context: { cluster: plain, user: tp-b } }
`
    const clusters = await found({ config }, { contexts: ['*'] })
    expect(clusters.map(({ name, locator }) => [name, locator])).toEqual([
      ['plain', 'proxy.test'],
      ['own-name', 'proxy.test'],
      ['sni', 'proxy.test?tls-server-name=kube.b.test'],
      ['bastion', 'proxy.test?proxy=bastion.test:3128'],
      ['tp-a', 'proxy.test?kube-cluster=a'],
      ['tp-b', 'proxy.test?kube-cluster=b'],
    ])
    expect(clusters.every(isOneCluster)).toBe(true)
  })

  it.each([
    ['https://API.Example.test:443/', 'api.example.test'],
    ['https://rancher.test/k8s/clusters/c-1//', 'rancher.test/k8s/clusters/c-1'],
    ['https://[::1]:6443', '[::1]:6443'],
    ['https://me:secret@api.test', 'api.test'],
  ])('names %s %s', async (server, locator) => {
    expect(await found({ config: kubeconfig({ server }) })).toMatchObject([{ locator }])
  })

  it.each([
    ['https://0A1B.gr7.eu-west-1.eks.amazonaws.com', 'eks', 'eu-west-1'],
    ['https://0A1B.yl4.us-gov-west-1.eks.amazonaws.com', 'eks', 'us-gov-west-1'],
    ['https://0A1B.sk1.cn-north-1.eks.amazonaws.com.cn', 'eks', 'cn-north-1'],
    ['https://0a1b.eks-cluster.eu-west-1.api.aws', 'eks', 'eu-west-1'],
    ['https://0a1b.eks-cluster.cn-north-1.api.amazonwebservices.com.cn', 'eks', 'cn-north-1'],
    ['https://shop-dns-1a2b.hcp.westeurope.azmk8s.io:443', 'aks', 'westeurope'],
    ['https://shop-dns-1a2b.hcp.chinaeast2.cx.prod.service.azk8s.cn', 'aks', 'chinaeast2'],
    ['https://shop-dns-1a2b.hcp.usgovvirginia.cx.aks.containerservice.azure.us', 'aks', 'usgovvirginia'],
    ['https://api.shop.example.com:6443', 'kubeconfig', undefined],
    ['https://shop-1a2b.0c0d.privatelink.westeurope.azmk8s.io', 'aks', 'westeurope'],
    ['https://gke-0a1b-111.europe-west1.gke.goog', 'gke', undefined],
    ['https://eks.amazonaws.com.evil.test', 'kubeconfig', undefined],
    ['https://10.0.0.1', 'kubeconfig', undefined],
  ])('knows the cloud of %s: %s', async (server, provider, region) => {
    const [cluster] = await found({ config: kubeconfig({ server }) })
    expect(cluster).toMatchObject({ provider })
    expect(cluster?.region).toBe(region)
  })

  it('believes the source about the cloud before the host', async () => {
    expect(await found({ config: fleet }, { contexts: ['shop-eu'], cloud: 'gke' })).toMatchObject([{ provider: 'gke' }])
  })

  it('has a context that names no server beside those that do', async () => {
    const broken = { ...fleet, contexts: [...fleet.contexts, { name: 'old', context: { cluster: 'torn-down' } }] }
    expect(await discover({ config: broken }, { contexts: ['*'] })).toMatchObject({
      value: {
        clusters: { length: 4 },
        unseen: ['context "old" names the cluster "torn-down", which the kubeconfig does not have'],
      },
    })
  })
})

describe('several kubeconfig files', () => {
  it('are merged: the first entry of a name stays', async () => {
    const files = {
      first: { ...contexts({ dev: 'https://first.test' }) },
      second: contexts({ dev: 'https://second.test', more: 'https://more.test' }, 'more'),
    }
    expect(await found(files, { contexts: ['*'] })).toMatchObject([
      { name: 'dev', locator: 'first.test' },
      { name: 'more', locator: 'more.test' },
    ])
    expect(await found(files)).toMatchObject([{ name: 'more' }])
  })

  it('may be missing, but not all', async () => {
    await using bench = await folderWith({ there: fleet })
    const options = { environment: {}, terminal: true, allowExec: true, now }
    const scope: ScopeOf<'kubeconfig'> = { provider: 'kubeconfig', contexts: [] }
    const some = createKubeconfigDiscovery({ ...options, defaultFiles: [bench.path('gone'), bench.path('there')] })
    expect(await some.discover(scope, never)).toMatchObject({ status: 'collected' })
    const none = createKubeconfigDiscovery({ ...options, defaultFiles: [bench.path('gone'), bench.path('lost')] })
    await expect(none.discover(scope, never)).rejects.toMatchObject({ message: containing('there is no kubeconfig') })
  })

  it('are not read where the scope names its own', async () => {
    await using bench = await folderWith({ own: contexts({ mine: 'https://mine.test' }, 'mine') })
    const options = { defaultFiles: [bench.path('gone')], environment: {}, terminal: true, allowExec: true, now }
    const listing = await createKubeconfigDiscovery(options).discover(
      { provider: 'kubeconfig', contexts: [], file: bench.path('own') },
      never,
    )
    expect(listing).toMatchObject({ value: { clusters: [{ name: 'mine', scope: `kubeconfig:${bench.path('own')}` }] } })
  })
})

const hostileFiles = {
  large: '#'.repeat(9 * 2 ** 20),
  keys: Array.from({ length: 60_000 }, (_, key) => `key${key}: 1\n`).join(''),
  twice: 'kind: Config\nkind: Config\n',
  bomb: Array.from({ length: 9 }, (_, level) => {
    const before = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*a${level - 1}`))
    return `a${level}: &a${level} [${before.join(', ')}]\n`
  }).join(''),
}

describe('a mistake in the choice of contexts', () => {
  it.each<[string, Readonly<Record<string, unknown>>, readonly string[], string]>([
    ['an empty file', { config: '' }, [], 'has no contexts'],
    ['no contexts', { config: { contexts: [] } }, ['*'], 'has no contexts'],
    ['no current context', { config: contexts({ dev: 'https://dev.test' }) }, [], 'has no current context'],
    [
      'a current context that is not there',
      { config: contexts({ dev: 'https://dev.test' }, 'dve') },
      [],
      'has no context "dve"',
    ],
    ['an unknown context', { config: fleet }, ['shop-ue'], 'has no context "shop-ue"'],
    ['a glob that matches nothing', { config: fleet }, ['prod-*'], 'has no context "prod-*"'],
    ['one good and one unknown context', { config: fleet }, ['rancher', 'prod'], 'has no context "prod"'],
    ['what is no YAML', { config: 'a: [1, 2\nb: s3cret' }, [], 'not YAML'],
    ['HTML', { config: '<html><body>Sign in</body></html>' }, [], 'is not a kubeconfig'],
    ['a list', { config: '- a\n- b\n' }, [], 'is not a kubeconfig'],
    ['a server that is a number', { config: kubeconfig({ server: 7 }) }, [], 'clusters[0].cluster.server'],
    [
      'an exec without a command',
      { config: kubeconfig({}, { exec: { apiVersion: 'v1' } }) },
      [],
      'users[0].user.exec.command',
    ],
    [
      'a context of a cluster that is not there',
      { config: kubeconfig({}, undefined, { clusters: [] }) },
      [],
      'does not have',
    ],
    ['a server that is no URL', { config: kubeconfig({ server: 'api.test' }) }, [], 'not a URL'],
    ['a server without TLS', { config: kubeconfig({ server: 'http://api.test' }) }, [], 'not https'],
  ])('is reported for %s', async (_, files, words, message) => {
    const wanted = discover(files, { contexts: [...words] })
    await expect(wanted).rejects.toMatchObject({
      name: 'FleetAuditor.Config',
      code: 'config',
      message: containing(message),
      details: { place: containing('config'), remedy: containing('') },
    })
    await expect(wanted).rejects.not.toMatchObject({ message: containing('s3cret') })
  })

  it('gets the nearest name as its remedy', async () => {
    await expect(discover({ config: fleet }, { contexts: ['shop-ue'] })).rejects.toMatchObject({
      details: { remedy: 'did you mean "shop-eu"?' },
    })
  })

  it('reports every wrong field at once', async () => {
    const config = { ...kubeconfig({ server: 7 }), users: [{ name: 'me', user: { token: 8 } }] }
    const wanted = discover({ config })
    await expect(wanted).rejects.toMatchObject({ message: containing('clusters[0].cluster.server') })
    await expect(wanted).rejects.toMatchObject({ message: containing('users[0].user.token') })
  })

  it.each([
    ['a missing file', 'gone', 'there is no kubeconfig'],
    ['a folder', '.', 'is a folder'],
    ['a file below a file', 'config/deeper', 'is not a folder'],
    ['a FIFO', 'fifo', 'is not a regular file'],
    ['a file of 9 MB', 'large', 'is larger than such a file may be'],
    ['an alias bomb', 'bomb', 'aliases that multiply each other'],
    ['60,000 keys', 'keys', 'more than 20000 keys'],
    ['a key that stands twice', 'twice', 'twice:2:1 is not a kubeconfig: Map keys must be unique'],
  ])('is reported for %s', async (_, name, message) => {
    await using bench = await folderWith({ config: fleet, ...hostileFiles })
    execFileSync('mkfifo', [bench.path('fifo')])
    const discovery = createKubeconfigDiscovery({
      defaultFiles: [],
      environment: {},
      terminal: true,
      allowExec: true,
      now,
    })
    const wanted = discovery.discover({ provider: 'kubeconfig', contexts: [], file: bench.path(name) }, never)
    await expect(wanted).rejects.toMatchObject({
      code: 'config',
      message: containing(message),
      details: { place: containing(bench.path(name)) },
    })
  })
})
