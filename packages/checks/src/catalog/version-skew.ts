import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { componentVersion, isOlder } from '../facts/component-version.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { action, fail, notApplicable, pass, unknown, type Outcome } from '../outcome.ts'
import { resourceChange } from '../remedies/resource-change.ts'

const Versions = z.strictObject({ meshSync: z.string(), operator: z.string() })

/** It passes MeshSync the Broker’s address as nats://token@host. */
const firstWithUrl = [1, 0, 0] as const
/** The first MeshSync that reads such an address. */
const firstReadingUrl = [1, 0, 1] as const

export const versionSkew = defineCheck({
  id: 'version-skew',
  title: 'MeshSync is too old for its Operator',
  severity: 'high',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'upgrade-procedure', 'component-meshsync'],
  rule: 'By the tags of their images: a MeshSync older than 1.0.1 beside an Operator of 1.0.0 or newer. Newer versions than are known pass. A tag without a version is judged by unpinned-image; a digest without a tag is unknown.',
  why: 'Such a MeshSync does not understand the Broker’s address, never connects, and looks healthy: its pod runs, and the plane sees nothing.',
  source: 'meshery-operator issue 821; MeshSync 1.0.1',
  evidence: Versions,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const [operator] = ofComponent(workloads, 'operator')
    const outcomes = ofComponent(workloads, 'meshsync').map((meshSync) => judge(meshSync, operator))
    return atLeastOne(outcomes, 'no MeshSync is here')
  },
  describe: (_, { meshSync, operator }) => `MeshSync ${meshSync} cannot connect under an Operator of ${operator}`,
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

function judge(meshSync: Workload, operator: Workload | undefined): Outcome<z.infer<typeof Versions>> {
  if (!operator) return notApplicable('no Operator is there (see missing-operator)')
  const subject = workloadSubject(meshSync)
  const versions = { meshSync: componentVersion(meshSync), operator: componentVersion(operator) }
  // An Operator of before 1.0 speaks to any MeshSync.
  if (operator.generation === 'legacy') return pass(subject, shown(versions))
  if (versions.meshSync && !isOlder(versions.meshSync, firstReadingUrl)) return pass(subject, shown(versions))
  const unversioned = [meshSync, operator].find((workload) => componentVersion(workload) === undefined)
  if (!unversioned) {
    const isOld = versions.operator !== undefined && isOlder(versions.operator, firstWithUrl)
    return isOld ? pass(subject, shown(versions)) : fail(subject, shown(versions))
  }
  if (unversioned.containers.every(({ image }) => !image.includes('@'))) {
    return notApplicable(`the tag of ${unversioned.name} names no version (see unpinned-image)`)
  }
  const detail = `the version of ${unversioned.name} is not in its image’s tag`
  return unknown('malformed', detail, {
    subject,
    grant: action('name images of MeshSync and its Operator by a tag with a full version, beside the digest'),
  })
}

const shown = (versions: Readonly<Record<keyof z.infer<typeof Versions>, readonly number[] | undefined>>) => ({
  meshSync: versions.meshSync?.join('.') ?? 'unknown',
  operator: versions.operator?.join('.') ?? 'unknown',
})
