import { parseImage } from '@fleet-auditor/model/image-reference.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

/** Where Meshery and what it runs are published, and the Kubernetes project’s own registry. */
const published: readonly string[] = [
  'docker.io/meshery/',
  'docker.io/layer5/',
  'docker.io/library/nats',
  'docker.io/natsio/',
  'docker.io/connecteverything/',
  'ghcr.io/meshery/',
  'registry.k8s.io/',
  'gcr.io/kubebuilder/',
]

const Image = z.strictObject({ image: z.string(), repository: z.string() })

export const untrustedRegistry = defineCheck({
  id: 'untrusted-registry',
  title: 'An image from a registry that is not allowed',
  severity: 'medium',
  ruleVersion: 1,
  group: 'security',
  answers: ['images'],
  rule: 'Every container of every Meshery workload takes its image from where Meshery, NATS or Kubernetes publish theirs, or from a registry of the fleet file (thresholds.registries).',
  why: 'An image from elsewhere is somebody else’s program under Meshery’s rights.',
  source: 'Meshery documentation, Security Hardening: images from a trusted or mirrored registry',
  evidence: Image,
  passEvidence: z.strictObject({ repository: z.string() }),
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }, { thresholds }) {
    const trusted = [...published, ...thresholds.registries.map((each) => (each.endsWith('/') ? each : `${each}/`))]
    const outcomes = workloads.flatMap((workload) =>
      workload.containers.map(({ name, image }) => {
        const subject = workloadSubject(workload, { container: name })
        const repository = fullName(parseImage(image).name)
        const isTrusted = trusted.some((each) => repository === each || repository.startsWith(each))
        return isTrusted ? pass(subject, { repository }) : fail(subject, { image, repository })
      }),
    )
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: (_, { repository }) => `${repository} is not on the list`,
  remedy: () =>
    byPerson(
      'Name your mirror in the fleet file, under thresholds.registries; else take the image from where it is published.',
      { kind: 'fleet-file', name: 'thresholds.registries' },
    ),
})

/** As the container runtime reads it: `nats` is `docker.io/library/nats`, `meshery/meshery` is Docker Hub’s. */
function fullName(name: string): string {
  const [first = '', ...rest] = name.split('/')
  if (rest.length === 0) return `docker.io/library/${name}`
  return /[.:]/.test(first) || first === 'localhost' ? name : `docker.io/${name}`
}
