import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { fail, notApplicable, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Hosting = z.strictObject({ hosting: z.enum(['docker', 'kubernetes']) })

export const dockerHostedServer = definePlaneCheck({
  id: 'docker-hosted-server',
  title: 'A management plane of many clusters on one Docker host',
  severity: 'low',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['topology', 'component-server'],
  rule: 'The fleet file declares hosting: docker for a plane whose selectors may claim more than one cluster (more than one selector, or one that does not name a single cluster). HTTP does not show the platform: without hosting it is not-applicable, and undeclared-topology reports it.',
  why: 'Its availability is that of one host, and every cluster behind it goes unseen with it.',
  source: 'Meshery documentation, Deployment Models: Kubernetes with Helm for production',
  evidence: Hosting,
  evaluate({ plane }) {
    const { name, hosting, manages } = plane
    if (hosting === undefined) return [notApplicable('the fleet file does not declare its hosting')]
    const subject = { kind: 'Plane', name }
    const isSingle =
      manages.length < 2 && manages.every(({ cluster }) => cluster?.length === 1 && !cluster[0]?.includes('*'))
    return [hosting === 'docker' && !isSingle ? fail(subject, { hosting }) : pass(subject, { hosting })]
  },
  describe: ({ name }) => `plane ${name} manages a fleet from a single Docker host`,
  remedy: ({ name }) =>
    byPerson(
      `Move ${name} to Kubernetes with the chart meshery, its values in version control; its database is a cache, what people saved is with the Remote Provider. Or accept it with a waiver.`,
    ),
})
