import { Cause } from '@fleet-auditor/model/cause.ts'
import { Grant } from '@fleet-auditor/model/section.ts'
import { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from '@hono/zod-openapi'

/** A check without an answer, with what would settle it. */
export const UnknownShape = z
  .object({
    cluster: z.string().openapi({ description: 'Id of the cluster, plane:<name>, or fleet' }),
    check: z.string(),
    title: z.string(),
    cause: Cause,
    detail: z.string(),
    subject: Subject.optional(),
    grant: Grant.optional(),
    remedy: z.string().optional().openapi({ description: 'The grant or action that settles it, in words' }),
    run: z.string().openapi({ description: 'The last run that could not answer it' }),
    takenAt: z.string(),
    since: z.object({ run: z.string(), takenAt: z.string() }).openapi({
      description: 'The first of the runs in a row that could not answer it for this cause, of the last ten',
    }),
    links: z.object({ check: z.string(), cluster: z.string().optional() }),
  })
  .openapi('Unknown')
export type UnknownShape = z.infer<typeof UnknownShape>

export const UnknownList = z
  .object({
    unknowns: z.array(UnknownShape),
    neverRecorded: z
      .array(z.string())
      .openapi({ description: 'Targets of this page of which no run recorded anything: nothing of them is known' }),
    next: z.string().optional(),
  })
  .openapi('UnknownList', { description: 'A page may hold fewer than `limit` although a next page exists' })

export const exampleUnknown: UnknownShape = {
  cluster: 'gke:acme-retail:europe-west1/payroll',
  check: 'public-broker',
  title: 'The Broker is open to the Internet',
  cause: 'forbidden',
  detail: '403 on /api/v1/services',
  grant: { kind: 'kubernetes', verbs: ['list'], group: '', resource: 'services' },
  remedy: 'allow list on services (ClusterRole: fleet-auditor access kubernetes)',
  run: '20261121T040000Z-9c56cc5',
  takenAt: '2026-11-21T04:00:09Z',
  since: { run: '20261120T040000Z-1f48a50', takenAt: '2026-11-20T04:00:11Z' },
  links: { check: '/v1/checks/public-broker', cluster: '/v1/clusters/3f1c9a7e0b52' },
}
