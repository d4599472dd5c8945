import { movingBecause, parseImage } from '@fleet-auditor/model/image-reference.ts'
import { Component } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'
import { pinImage } from '../remedies/pin-image.ts'

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
  remedy: (subject, evidence, where) => pinImage(where, subject, evidence?.component),
})
