import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { compare, type Compared, type FingerprintedVerdict } from '@fleet-auditor/checks/compare.ts'
import { remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import { canonical } from '@fleet-auditor/model/canonical.ts'
import type { Finding } from '@fleet-auditor/model/finding.ts'
import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { KubernetesObject } from '@fleet-auditor/simulator/kubernetes/kubernetes-object.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { namespace } from '@fleet-auditor/simulator/meshery/namespace.ts'
import { operatorObjects } from '@fleet-auditor/simulator/meshery/operator-install.ts'
import { publicLoadBalancer } from '@fleet-auditor/simulator/meshery/service.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { describeWith } from './available.ts'
import { auditor, collectFrom, grantAuditor, judge } from './collect-and-judge.ts'
import { startKubeApiServer, type KubeApiServer } from './kube-api-server.ts'
import { kubeBinaries } from './kube-binaries.ts'
import { apply } from './kube-objects.ts'
import { nodeObject } from './node-object.ts'
import { runCommand } from './run-command.ts'
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts'

/** Installed by plain manifests: then every remedy is a kubectl command. */
function unmanaged(object: KubernetesObject): KubernetesObject {
  const { labels = {}, annotations = {}, ...metadata } = object.metadata
  const kept = (entries: Readonly<Record<string, string>>, out: RegExp) =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => !out.test(key)))
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: kept(labels, /^helm\.sh\/|managed-by$/),
      annotations: kept(annotations, /^meta\.helm\.sh\//),
    },
  }
}

/** A careless install: a public Broker of three servers, a Server of chart defaults, an Operator too many. */
const careless = [
  nodeObject({ name: 'node-1', providerId: 'aws:///eu-west-1a/i-1', internalIp: '10.0.0.1' }),
  ...[
    ...modernInstall({ broker: { size: 3, exposure: publicLoadBalancer('aks', '34.90.1.2') } }),
    namespace('tools'),
    ...operatorObjects({ namespace: 'tools' }),
  ].map(unmanaged),
]

interface Loop {
  readonly check: string
  /** What a person would set. */
  readonly variables?: Readonly<Record<string, string>>
  /** Which of the alternatives; absent: the steps themselves. */
  readonly alternative?: number
}

/** In an order in which an engineer would take them; each begins where the one before ended. */
const loops: readonly Loop[] = [
  { check: 'public-broker', alternative: 0 },
  { check: 'scaled-broker' },
  { check: 'operator-namespace' },
  { check: 'missing-node-watch' },
  { check: 'discovery-permission-gap' },
  { check: 'exposed-server-service' },
  {
    check: 'missing-resources',
    variables: { CPU_REQUEST: '500m', CPU_LIMIT: '2', MEMORY_REQUEST: '256Mi', MEMORY_LIMIT: '512Mi' },
  },
  { check: 'unpinned-image', variables: { IMAGE: `meshery/meshery@sha256:${'1f'.repeat(32)}` } },
  { check: 'wildcard-role', variables: { WIDE_BINDING: 'clusterrolebinding/meshery-server' } },
  { check: 'secrets-in-discovery' },
]

const Broker = z.object({
  spec: z.object({
    size: z.number(),
    service: z
      .object({ type: z.string().nullish(), loadBalancerSourceRanges: z.array(z.string()).nullish() })
      .nullish(),
  }),
})

/** What the operator does: Service and StatefulSet as the Broker resource has them, whatever others wrote. */
async function reconcile({ kubectl }: KubeApiServer): Promise<void> {
  const at = ['--namespace', 'meshery']
  const text = await kubectl(['get', 'brokers.meshery.io/meshery-broker', ...at, '--output', 'json'])
  const { size, service } = Broker.parse(JSON.parse(text)).spec
  const spec = {
    type: service?.type ?? 'ClusterIP',
    loadBalancerSourceRanges: service?.loadBalancerSourceRanges ?? null,
    ...(service?.type === 'LoadBalancer' ? {} : { loadBalancerClass: null }),
  }
  const patch = (object: readonly string[], body: object): Promise<string> =>
    kubectl(['patch', ...object, ...at, '--type', 'merge', '--patch', JSON.stringify(body)])
  await patch(['service/meshery-nats'], { spec })
  await patch(['statefulset/meshery-nats'], { spec: { replicas: size } })
  // Its endpoint follows the Service: nothing is advertised of one that is not a load balancer.
  if (service?.type !== 'LoadBalancer') {
    await patch(['brokers.meshery.io/meshery-broker', '--subresource', 'status'], {
      status: { endpoint: { external: '' } },
    })
  }
}

describeWith(['kubernetes'], 'remedies on a real API server, installed by manifests', () => {
  let server: KubeApiServer
  let folder: TemporaryFolder
  let findings: readonly Finding[] = []

  /** One audit, compared with the one before. */
  async function audit(): Promise<Compared> {
    const collection = await collectFrom(server)
    const verdicts = judge(collection)
    const now = verdicts.map((verdict): FingerprintedVerdict =>
      verdict.verdict === 'fail' ? { verdict, fingerprint: canonical([verdict.check, verdict.subject]) } : { verdict },
    )
    const compared = compare(findings, now, {
      incarnation: 1,
      run: collection.takenAt,
      takenAt: collection.takenAt,
      provider: 'eks',
    })
    findings = compared.findings
    return compared
  }

  const open = (check: string): Finding[] =>
    findings.filter((finding) => finding.check === check && finding.state === 'open' && finding.severity !== 'info')

  /** The lines as they are printed, in a shell that knows no current context. */
  async function follow(steps: readonly RemedyStep[], variables: Loop['variables'] = {}): Promise<void> {
    const { kubectl } = await kubeBinaries()
    const env = { PATH: `${path.dirname(kubectl)}:/usr/bin:/bin`, HOME: folder.path, ...variables }
    for (const { dryRun = [], commands } of steps) {
      for (const line of [...dryRun, ...commands]) await runCommand('sh', ['-euc', line], { env })
    }
  }

  beforeAll(async () => {
    folder = await temporaryFolder('closed-loop')
    server = await startKubeApiServer({ users: [auditor] })
    const kubeconfig = server.kubeconfig(server.adminToken).replaceAll('"test"', '"edge"')
    await writeFile(
      path.join(folder.path, 'kubeconfig'),
      kubeconfig.replace('"current-context":"edge"', '"current-context":""'),
    )
    await grantAuditor(server)
    await apply(server, careless)
    // What the operator of the loop's second half would have made of them; the resources are the operator's.
    await audit()
  })
  afterAll(async () => {
    await server.close()
    await folder.remove()
  })

  it.each(loops)('$check: the printed commands resolve it as fixed, twice over, and open nothing', async (loop) => {
    const failing = open(loop.check)
    expect(failing.length).toBeGreaterThan(0)
    const check = allChecks.find(({ id }) => id === loop.check)
    if (!check) throw new Error(`no check ${loop.check}`)
    const scope = `kubeconfig:${path.join(folder.path, 'kubeconfig')}`
    const cluster = { id: 'kubeconfig:edge@127.0.0.1', name: 'edge', scope, locator: '127.0.0.1' }
    for (let time = 0; time < 2; time++) {
      for (const finding of failing) {
        const remedy = remedyOf(check, finding, cluster)
        const steps = loop.alternative === undefined ? remedy.steps : remedy.alternatives?.[loop.alternative]?.steps
        const ofKubectl = (steps ?? []).filter(({ commands }) => commands.every((line) => line.startsWith('kubectl ')))
        expect(ofKubectl.some(({ actsOn }) => actsOn !== undefined)).toBe(true)
        await follow(ofKubectl, loop.variables)
      }
      await reconcile(server)
    }
    const { changes } = await audit()
    const of = (...kinds: readonly string[]) =>
      changes
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ finding: { check: id, subject, resolution } }) => [id, subject.name, resolution])
    expect(of('opened', 'reopened', 'worsened')).toEqual([])
    const resolved = changes.filter(({ kind, finding }) => kind === 'resolved' && finding.check === loop.check)
    const gone = loop.check === 'operator-namespace' ? 'subject-gone' : 'fixed'
    expect(resolved.map(({ finding }) => finding.resolution)).toEqual(failing.map(() => gone))
    expect(open(loop.check)).toEqual([])
  })
})
