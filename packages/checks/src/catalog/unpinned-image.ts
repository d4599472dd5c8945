import { movingBecause, parseImage } from '@fleet-auditor/model/image-reference.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { Component } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck, type Remedy } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { helmUpgrade } from '../facts/remedies/helm-upgrade.ts'
import { fail, pass } from '../outcome.ts'

export const unpinnedImage = defineCheck({
  id: 'unpinned-image',
  title: 'An image with a moving tag',
  severity: 'medium',
  ruleVersion: 2,
  group: 'security',
  answers: ['images', 'caveat-chart-defaults'],
  rule: 'Every container of every Meshery workload names its image by digest, or by a tag with a full version x.y.z or of a commit. `latest`, `stable`, `edge`, `alpine`, `2` and `2.14-alpine` move.',
  why: 'The chart’s default is stable-latest, pulled always: a restart is an unplanned upgrade, and a rollback is not possible.',
  source: 'Meshery documentation, Security Hardening; chart default stable-latest',
  evidence: z.strictObject({ image: z.string(), because: z.string(), expected: z.string(), component: Component }),
  passEvidence: z.strictObject({ image: z.string(), pinnedBy: z.enum(['digest', 'tag']) }),
  material: ['image', 'because', 'expected'],
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = workloads.flatMap((workload) =>
      workload.containers.map(({ name, image }) => {
        const subject = workloadSubject(workload, { container: name })
        const reference = parseImage(image)
        const because = movingBecause(reference)
        const expected = 'a tag with a full version (x.y.z), or a digest'
        if (because) return fail(subject, { image, because, expected, component: workload.component })
        return pass(subject, { image, pinnedBy: reference.digest ? ('digest' as const) : ('tag' as const) })
      }),
    )
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { image, because }) => `${image}: ${because}`,
  remedy: (subject, evidence) => remedyOf(subject, evidence?.component),
})

/** The operator makes the images of MeshSync and the Broker from their resources, and takes other edits back. */
function remedyOf(subject: Subject, component: Component | undefined): Remedy {
  const summary = 'Pin the image to a release.'
  if (component === 'server') {
    return {
      summary: `${summary} Tags of the Server are stable-v<version>. Where Argo CD or Flux owns the release, change it in Git.`,
      helm: helmUpgrade(subject, 'image.tag=stable-v<version>'),
    }
  }
  if (component === 'broker' || component === 'meshsync') {
    const kind = component === 'broker' ? 'brokers.meshery.io meshery-broker' : 'meshsyncs.meshery.io meshery-meshsync'
    return {
      summary: `${summary} Name the version, without a v, in the resource that the operator reads (in Meshery’s settings, where those manage it).`,
      command: `kubectl patch ${kind} --namespace ${subject.namespace ?? 'meshery'} --type merge --patch '{"spec":{"version":"<version>"}}'`,
    }
  }
  if (component === 'operator') {
    return {
      summary: `${summary} The operator’s comes with its chart: upgrade the chart, or let the Server do so where it manages the operator.`,
    }
  }
  return {
    summary,
    command: `kubectl set image ${subject.kind.toLowerCase()}/${subject.name} --namespace ${subject.namespace ?? ''} ${subject.container ?? ''}=<image>@sha256:<digest>`,
  }
}
