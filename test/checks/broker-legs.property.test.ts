import fc from 'fast-check'
import { expect, it } from 'vitest'
import { publicBroker } from '@fleet-auditor/checks/catalog/public-broker.ts'
import type { Observation } from '@fleet-auditor/model/observation.ts'
import type { SectionValue } from '@fleet-auditor/model/snapshot.ts'
import { anyCluster } from './any-cluster.ts'
import { answered, control, probe, silent, vantage } from './broker-cluster.ts'
import { contextOf } from './check-case.ts'
import { evaluateCluster } from '@fleet-auditor/checks/evaluate.ts'

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

it('an open load balancer with a public address is public whatever probes say', () => {
  fc.assert(
    fc.property(anyCluster, observations, (sections, seen) => {
      if (sections.services.status === 'failed' || sections.workloads.status === 'failed') return
      const exposed = sections.services.value.filter(isOpen)
      const brokers = sections.workloads.value.filter(({ component }) => component === 'broker')
      if (exposed.length === 0 || brokers.length === 0) return
      expect(words(sections, seen)).toContain('fail')
    }),
  )
})

const isOpen = (service: SectionValue<'services'>[number]): boolean =>
  service.type === 'LoadBalancer' &&
  service.sourceRanges.length === 0 &&
  service.ingress.some(({ ip }) => ip === '52.31.7.9')
