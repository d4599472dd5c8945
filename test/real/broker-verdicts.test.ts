import { createProber } from '@fleet-auditor/adapters/probe/prober.ts'
import type { Collection } from '@fleet-auditor/audit/ports/collector.ts'
import type { Prober } from '@fleet-auditor/audit/ports/prober.ts'
import { probeTargets } from '@fleet-auditor/checks/probe-targets.ts'
import { Vantage } from '@fleet-auditor/model/vantage.ts'
import type { Verdict } from '@fleet-auditor/model/verdict.ts'
import { modernInstall } from '@fleet-auditor/simulator/meshery/installs.ts'
import { nodes } from '@fleet-auditor/simulator/meshery/nodes.ts'
import { publicLoadBalancer } from '@fleet-auditor/simulator/meshery/service.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditorAccess, collectFrom } from '../contract/opened-api.ts'
import { openSimulator } from '../contract/simulated-api.ts'
import { describeWith } from './available.ts'
import { contextOf, judge, verdictLines, withoutCloud } from './collect-and-judge.ts'
import { freePorts } from './free-ports.ts'
import { startNatsServer, type NatsServerOptions } from './nats-server.ts'

const address = '52.31.7.9'
const asked = ['public-broker', 'unauthenticated-broker', 'exposed-broker-monitoring']
const subject = 'Service meshery/meshery-nats'
const open = [`exposed-broker-monitoring: high ${subject}, port 8222`, `public-broker: critical ${subject}`]
const lax = `unauthenticated-broker: critical ${subject}`

describeWith(['nats-server'], 'verdicts on a Broker whose load balancer leads to a real nats-server', () => {
  let prober: Prober
  let collection: Collection
  beforeAll(async () => {
    prober = createProber()
    const broker = { exposure: publicLoadBalancer('aks', address) }
    const api = await openSimulator([...auditorAccess(), ...nodes('aks', 2), ...modernInstall({ broker })])
    collection = await collectFrom(api)
    await api.close()
  })
  afterAll(() => prober?.close())

  /** The verdicts once every endpoint that the checks ask for was dialled, from the Internet. */
  const verdictsAt = async (port: number, monitoringPort: number): Promise<Verdict[]> => {
    const vantage = Vantage.parse({
      name: 'outside',
      network: 'internet',
      allow: ['127.0.0.0/8'],
      connectTo: { [`${address}:4222`]: `127.0.0.1:${port}`, [`${address}:8222`]: `127.0.0.1:${monitoringPort}` },
    })
    const targets = probeTargets(withoutCloud(collection.sections), contextOf(collection))
      .filter(({ kind }) => kind !== 'api')
      .toSorted((a, b) => a.port - b.port)
    expect(targets.map(({ kind, host, port: at }) => `${kind} ${host}:${at}`)).toEqual([
      `broker ${address}:4222`,
      `monitoring ${address}:8222`,
    ])
    const request = { targets, vantage, loopbackCluster: false, authorities: {}, timeoutMs: 5000 }
    const observations = await prober.probe(request, AbortSignal.timeout(30_000))
    return judge(collection, { vantages: [vantage], observations }).filter(({ check }) => asked.includes(check))
  }

  it.each<{ options: NatsServerOptions; failing: readonly string[] }>([
    { options: { mode: 'plain' }, failing: [...open, lax] },
    { options: { mode: 'token', token: 's3cr3t' }, failing: open },
    { options: { mode: 'tls' }, failing: [...open, lax] },
  ])('mode $options.mode: $failing', async ({ options, failing }) => {
    const server = await startNatsServer(options)
    try {
      const verdicts = await verdictsAt(server.port, server.monitoringPort)
      expect(verdictLines(verdicts, 'fail')).toEqual(failing)
      expect(verdictLines(verdicts, 'unknown')).toEqual([])
      const where = `${address}:4222 from outside answered`
      const authRequired = options.mode === 'token'
      const login = verdicts.find(({ check }) => check === 'unauthenticated-broker')
      expect(login).toMatchObject({ evidence: { authRequired, version: '2.15.2', seen: where } })
    } finally {
      await server.close()
    }
  })

  it('no listener: whether it asks for a login is not known', async () => {
    const [port = 0, monitoringPort = 0] = await freePorts(2)
    const verdicts = await verdictsAt(port, monitoringPort)
    expect(verdictLines(verdicts, 'unknown')).toEqual([`unauthenticated-broker: no-vantage ${subject}`])
  })
})
