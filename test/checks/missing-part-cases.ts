import type { Workload } from '@fleet-auditor/model/workload.ts'
import type { CheckCase, SectionEdits } from './check-case.ts'
import { operator, server, workload } from './meshery-objects.ts'

/** A part that an Operator makes, and the other one, which shows operator mode in its place. */
interface PartObjects {
  readonly kind: 'Broker' | 'MeshSync'
  readonly workload: Workload
  readonly legacyName: string
  readonly resource: SectionEdits
  readonly legacyResource: SectionEdits
  readonly otherWorkload: Workload
  readonly otherResource: SectionEdits
}

/** The cases of missing-broker and missing-meshsync, which are one rule about two parts. */
export function missingPartCases(part: PartObjects): CheckCase[] {
  const subject = `${part.kind} meshery/meshery-${part.workload.component}`
  const gone = `workload (${part.workload.kind} ${part.workload.name})`
  const fails = (...lacking: string[]) =>
    [
      {
        verdict: 'fail',
        subject,
        severity: 'high',
        evidence: { lacking, operator: 'meshery-operator' },
        text: `the Operator is there without the ${part.kind}’s ${lacking.join(' and ')}`,
      },
    ] as const
  const legacy = workload({ ...part.workload, name: part.legacyName, generation: 'legacy' })
  return [
    {
      name: 'an Operator with both resource and workload',
      sections: { workloads: [operator, part.workload], ...part.resource },
      expect: [{ verdict: 'pass', subject, evidence: { resources: 1, workload: part.workload.name } }],
    },
    {
      name: 'an Operator with both of the legacy generation',
      sections: { workloads: [operator, legacy], ...part.legacyResource },
      expect: [{ verdict: 'pass', subject, evidence: { resources: 1, workload: part.legacyName } }],
    },
    {
      name: 'an Operator without either',
      sections: { workloads: [operator, part.otherWorkload] },
      expect: fails('custom resource', gone),
    },
    {
      name: 'the resource without its workload',
      sections: { workloads: [operator], ...part.resource, ...part.otherResource },
      expect: fails(gone),
    },
    {
      name: 'the workload without its resource',
      sections: { workloads: [operator, part.workload], ...part.otherResource },
      expect: fails('custom resource'),
    },
    {
      name: 'the resource without an Operator, which missing-operator reports',
      sections: part.resource,
      expect: [{ verdict: 'not-applicable' }],
    },
    {
      name: 'API groups of Meshery and nothing else of it',
      sections: { apiGroups: ['meshery.layer5.io/v1alpha1'] },
      expect: [{ verdict: 'unknown', cause: 'undeclared' }],
    },
    { name: 'embedded mode', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
  ]
}
