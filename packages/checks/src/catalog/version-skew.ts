import { parseImage } from '@fleet-auditor/model/image-reference.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { mainContainer } from '../facts/workload/main-container.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { resourceChange } from '../remedies/resource-change.ts'

const Skew = z.strictObject({ operator: z.string(), meshsync: z.string() })

export const versionSkew = defineCheck({
  id: 'version-skew',
  title: 'A MeshSync that its operator’s Broker does not take',
  severity: 'medium',
  ruleVersion: 1,
  group: 'operations',
  answers: ['upgrade-procedure', 'component-meshsync'],
  rule: 'Under an operator of 1.0.0 or newer MeshSync is 1.0.1 or newer, by the image tags of their main containers; newer ones are taken as fitting. Not-applicable where a tag names no version: unpinned-image reports that.',
  why: 'An older MeshSync does not understand the address with a token that a modern operator gives it: it runs, and never connects.',
  source: 'meshsync 1.0.1, parsing of nats:// URLs; meshery-operator 1.0, BROKER_URL',
  evidence: Skew,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const operator = ofComponent(workloads, 'operator')[0]
    const version = operator && tagOf(operator)
    if (!operator || version === undefined) return [notApplicable('no Operator whose tag names a version')]
    const outcomes = ofComponent(workloads, 'meshsync').map((meshsync) => {
      const own = tagOf(meshsync)
      if (own === undefined) return notApplicable('its tag names no version (see unpinned-image)')
      const evidence = { operator: version.text, meshsync: own.text }
      const isSkewed = version.number >= numberOf(1, 0, 0) && own.number < numberOf(1, 0, 1)
      return isSkewed ? fail(workloadSubject(meshsync), evidence) : pass(workloadSubject(meshsync), evidence)
    })
    return atLeastOne(outcomes, 'no MeshSync is here')
  },
  describe: (_, { operator, meshsync }) => `MeshSync ${meshsync} under operator ${operator}; it takes 1.0.1 or newer`,
  remedy: ({ namespace }, _, where) => ({
    summary: 'Take the version out of the MeshSync resource, so that the operator uses its own.',
    ...resourceChange(where, {
      kind: 'MeshSync',
      namespace,
      summary: 'Take it out.',
      spec: '"version":null',
      interrupts: 'MeshSync restarts, and publishes the cluster again.',
    }),
  }),
})

/** Orders versions by one number; parts below 10,000. */
const numberOf = (major: number, minor: number, patch: number): number => (major * 1e4 + minor) * 1e4 + patch

function tagOf(workload: Workload): { readonly text: string; readonly number: number } | undefined {
  const { tag = '' } = parseImage(mainContainer(workload)?.image ?? '')
  const [text, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)/.exec(tag) ?? []
  return text === undefined ? undefined : { text, number: numberOf(Number(major), Number(minor), Number(patch)) }
}
