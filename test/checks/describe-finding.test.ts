import { discoveryPermissionGap } from '@fleet-auditor/checks/catalog/discovery-permission-gap.ts'
import { scaledBroker } from '@fleet-auditor/checks/catalog/scaled-broker.ts'
import { unreachableCluster } from '@fleet-auditor/checks/catalog/unreachable-cluster.ts'
import type { Check } from '@fleet-auditor/checks/define.ts'
import { describeFinding, remedyOf } from '@fleet-auditor/checks/describe-finding.ts'
import { allChecks } from '@fleet-auditor/checks/registry.ts'
import type { Remedy } from '@fleet-auditor/model/remedy.ts'
import type { Evidence } from '@fleet-auditor/model/verdict.ts'
import { describe, expect, it } from 'vitest'

const subject = { kind: 'Broker', namespace: 'meshery', name: 'meshery-broker' }
const stored = (evidence: Evidence, ruleVersion = scaledBroker.ruleVersion) => ({ subject, evidence, ruleVersion })
const newer: Check = { ...scaledBroker, ruleVersion: scaledBroker.ruleVersion + 1 }

describe('the text of a stored finding', () => {
  it.each<[string, Check | undefined, ReturnType<typeof stored>, string]>([
    ['is the check’s own', scaledBroker, stored({ size: 3 }), '3 independent NATS servers behind one Service'],
    [
      'is the check’s own under a newer rule that declares the same evidence',
      newer,
      stored({ size: 3 }),
      '3 independent NATS servers behind one Service',
    ],
    [
      'names both rule versions when the newer rule declares other evidence',
      newer,
      stored({ replicas: 3 }),
      `found by version ${scaledBroker.ruleVersion} of the rule, whose evidence version ${newer.ruleVersion} cannot show`,
    ],
    [
      'reports evidence with an undeclared name under the same rule version',
      scaledBroker,
      stored({ size: 3, replicas: 3 }),
      'its evidence is not in the form that the check declares',
    ],
    [
      'reports the size of evidence that was too large to store',
      scaledBroker,
      stored({ omittedBytes: 400_000 }),
      'its evidence (391 KB) is too large to show here',
    ],
    [
      'reports that the check is gone from the catalogue',
      undefined,
      stored({ size: 3 }),
      'the check is no longer in the catalogue',
    ],
  ])('%s', (_, check, finding, text) => {
    expect(describeFinding(check, finding)).toBe(text)
  })

  it.each(allChecks)('neither throws nor reads "undefined" for evidence of an older rule: $id', (check) => {
    const text = describeFinding(check, stored({ old: true }, 0))
    expect(text).toContain('found by version 0 of the rule')
  })
})

const commandsOf = ({ steps }: Remedy): string => steps.flatMap(({ commands }) => commands).join('\n')

describe('the remedy of a stored finding', () => {
  it('is built from its evidence', () => {
    const evidence = { watched: 2, from: 'whitelist', missing: ['pods'], unsettled: 0 }
    expect(commandsOf(remedyOf(discoveryPermissionGap, { subject, evidence }))).toContain('--resource pods ')
  })

  it('is the one for its provider', () => {
    const evidence = { cause: 'unauthenticated', detail: 'answered 401', reachedBefore: false }
    expect(commandsOf(remedyOf(unreachableCluster, { subject, evidence }))).toBe('fleet-auditor access kubernetes')
  })

  it('is the general one where its evidence cannot be read', () => {
    const evidence = { missing: 'pods' }
    expect(commandsOf(remedyOf(discoveryPermissionGap, { subject, evidence }))).toContain('"${MISSING_TYPES:?')
    expect(commandsOf(remedyOf(unreachableCluster, { subject, evidence }))).toBe('fleet-auditor doctor')
  })
})
