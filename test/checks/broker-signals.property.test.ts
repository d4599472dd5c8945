import { contradictoryExposure } from '@fleet-auditor/checks/catalog/contradictory-exposure.ts'
import { exposedBrokerMonitoring } from '@fleet-auditor/checks/catalog/exposed-broker-monitoring.ts'
import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'
import { probeTargets } from '@fleet-auditor/checks/probe-targets.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import { failed } from '@fleet-auditor/model/section.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { subjectLabel } from '@fleet-auditor/model/subject.ts'
import { subjectOf } from '@fleet-auditor/model/verdict.ts'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyCluster } from './any-cluster.ts'
import {
  answered,
  brokerCluster,
  control,
  hostname,
  nodesWith,
  probe,
  service,
  silent,
  vantage,
  withNodePorts,
} from './broker-cluster.ts'
import { contextOf, sectionsOf } from './check-case.ts'
import { brokerResource } from './meshery-objects.ts'

const results = fc.constantFrom(answered(), silent, { status: 'not-dialled', rule: 'private', detail: '' } as const)
const observations = fc
  .record({
    address: fc.constantFrom('52.31.7.9', '10.0.0.9'),
    result: results,
    control: fc.constantFrom(undefined, answered(), silent),
  })
  .map(({ address, result, control: other }): Observation[] => [
    probe('broker', address, result),
    ...(other ? [control(other)] : []),
  ])

const words = (sections: Parameters<typeof evaluateCluster>[1], seen: readonly Observation[]) =>
  evaluateCluster([publicBroker], sections, contextOf({ vantages: [vantage()], observations: seen }), {
    overrides: [],
  }).map(({ verdict }) => verdict)

it('an answer from the Internet to an open Service never makes it less public', () => {
  fc.assert(
    fc.property(anyCluster, (sections) => {
      const before = words(sections, [])
      const after = words(sections, [probe('broker', '52.31.7.9', answered()), control()])
      for (const [index, word] of before.entries()) if (word === 'fail') expect(after[index]).toBe('fail')
    }),
  )
})

it('a network broken for target and control alike never adds a pass', () => {
  fc.assert(
    fc.property(anyCluster, observations, (sections, seen) => {
      fc.pre(
        sections.services.status === 'collected' && sections.services.value.every(({ type }) => type !== 'ClusterIP'),
      )
      const whole = words(sections, seen)
      const broken = words(
        sections,
        seen.map((each) => (each.result.status === 'answered' ? { ...each, result: silent } : each)),
      )
      for (const [index, word] of broken.entries()) if (word === 'pass') expect(whole[index]).toBe('pass')
    }),
  )
})

it('an open load balancer with a public address is public whatever probes report', () => {
  fc.assert(
    fc.property(anyCluster, observations, (sections, seen) => {
      const services = sections.services.status === 'collected' ? sections.services.value : []
      const workloads = sections.workloads.status === 'collected' ? sections.workloads.value : []
      fc.pre(services.some(isOpen) && workloads.some(({ component }) => component === 'broker'))
      expect(words(sections, seen)).toContain('fail')
    }),
  )
})

const isOpen = (service: SectionValue<'services'>[number]): boolean =>
  service.type === 'LoadBalancer' &&
  service.sourceRanges.length === 0 &&
  service.ingress.some(({ ip }) => ip === '52.31.7.9')

const judged = [publicBroker, exposedBrokerMonitoring, contradictoryExposure]
const cancelled = { status: 'not-dialled', rule: 'cancelled', detail: '' } as const
const closed = { status: 'silent', why: 'closed', detail: '' } as const
const addresses = fc.constantFrom('52.31.7.9', '10.0.0.9')
const anyResult = fc.constantFrom(answered(), silent, closed, cancelled, {
  status: 'not-dialled',
  rule: 'private',
  detail: '',
} as const)
const places = [vantage(), vantage({ name: 'second' }), vantage({ name: 'nowhere', network: undefined })]

/** One Service of any kind, seen from some vantages, each with any result and control. */
const seen = fc
  .record({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    internal: fc.boolean(),
    limited: fc.boolean(),
    ingress: fc.constantFrom<ServiceFacts['ingress']>([], [{ ip: '10.0.0.9' }], [{ ip: '52.31.7.9' }], [{ hostname }]),
    external: fc.constantFrom(nodesWith(), nodesWith('34.1.2.3')),
    override: fc.constantFrom(undefined, 'nats.example.com:4222', '10.2.3.4:4222'),
    views: fc
      .subarray(places, { minLength: 1 })
      .chain((vantages) =>
        fc.tuple(
          ...vantages.map((from) =>
            fc.record({ from: fc.constant(from), result: anyResult, control: results, address: addresses }),
          ),
        ),
      ),
  })
  .map(({ type, internal, limited, ingress, external, override, views }) => {
    const only = service({
      type,
      annotations: internal ? { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' } : {},
      sourceRanges: limited ? ['198.51.100.0/24'] : [],
      ingress: type === 'LoadBalancer' ? ingress : [],
      ...(type === 'ClusterIP' ? {} : { ports: withNodePorts(service().ports) }),
    })
    const written = { annotations: {}, sourceRanges: [], ...(override ? { externalEndpointOverride: override } : {}) }
    const sections = sectionsOf({
      ...brokerCluster(only),
      brokers: [brokerResource({ service: written })],
      nodes: external,
    })
    const vantages = views.map(({ from }) => from)
    const targets = probeTargets(sections, contextOf({ vantages })).filter(({ kind }) => kind !== 'api')
    const observations = views.flatMap(({ from, result, control: other, address }): Observation[] => [
      control(other, from.name),
      ...targets.map((target) => ({
        ...probe('broker', target.host, result, { vantage: from.name, addresses: [address] }),
        target,
      })),
    ])
    return { sections, vantages, observations }
  })

type Seen = typeof seen extends fc.Arbitrary<infer T> ? T : never

const passing = ({ sections, vantages, observations }: Seen): Set<string> => {
  const verdicts = evaluateCluster(judged, sections, contextOf({ vantages, observations }), { overrides: [] })
  return new Set(
    verdicts
      .filter(({ verdict }) => verdict === 'pass')
      .map((verdict) => {
        const subject = subjectOf(verdict)
        return `${verdict.check} ${subject ? subjectLabel(subject) : ''}`
      }),
  )
}

const expectNoMore = (after: Set<string>, before: Set<string>): void =>
  expect([...after].filter((each) => !before.has(each))).toEqual([])

it('a result that is taken away never adds a pass', () => {
  fc.assert(
    fc.property(seen, fc.nat(), (all, pick) => {
      const { observations } = all
      const left = observations.filter((_, index) => index !== pick % observations.length)
      expectNoMore(passing({ ...all, observations: left }), passing(all))
    }),
  )
})

it('a result that the end of the run cut short never adds a pass', () => {
  fc.assert(
    fc.property(seen, fc.nat(), (all, pick) => {
      const cut = all.observations.map((each, index) =>
        index === pick % all.observations.length ? { ...each, result: cancelled, addresses: [] } : each,
      )
      expectNoMore(passing({ ...all, observations: cut }), passing(all))
    }),
  )
})

it('another vantage whose network is down never adds a pass', () => {
  fc.assert(
    fc.property(seen, (all) => {
      const down = { ...all, vantages: [...all.vantages, vantage({ name: 'down' })] }
      const targets = probeTargets(all.sections, contextOf()).filter(({ kind }) => kind !== 'api')
      const broken = targets.map((target) => ({
        ...probe('broker', target.host, silent, { vantage: 'down', addresses: [] }),
        target,
      }))
      const observations = [...all.observations, ...broken, control(silent, 'down')]
      expectNoMore(passing({ ...down, observations }), passing(all))
    }),
  )
})

it.each(['nodes', 'routes', 'services', 'workloads', 'brokers'] as const)('%s not read never adds a pass', (name) => {
  fc.assert(
    fc.property(seen, (all) => {
      const sections = { ...all.sections, [name]: failed('forbidden', 'not granted') }
      expectNoMore(passing({ ...all, sections }), passing(all))
    }),
  )
})
