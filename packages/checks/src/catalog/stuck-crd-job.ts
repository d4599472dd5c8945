import type { JobFacts } from '@fleet-auditor/model/snapshot.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent } from '../facts/meshery.ts'
import { fail, notApplicable, pass, tooYoung, type Outcome } from '../outcome.ts'
import { actsOnObject, inNamespace, objectWord, readStep } from '../remedies/kubernetes-step.ts'
import { helm, kubectl } from '../remedies/remedy-context.ts'
import type { Word } from '../remedies/shell-command.ts'

const Stuck = z.strictObject({
  state: z.enum(['failed', 'running']),
  reason: z.string().optional(),
  created: z.string(),
})
const Done = z.strictObject({ state: z.enum(['absent', 'complete']) })
type Answer = Outcome<z.infer<typeof Stuck>, z.infer<typeof Done>>

/** `activeDeadlineSeconds` of the chart’s Job, and what the controller may take to notice. */
const deadline = 300
const grace = 60

export const stuckCrdJob = defineCheck({
  id: 'stuck-crd-job',
  title: 'The Job that renews Meshery’s definitions is stuck',
  severity: 'medium',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['upgrade-procedure', 'component-operator'],
  rule: 'The hook Job meshery-operator-crd-update of an Operator’s namespace has failed, or is there for longer than its own deadline (300 s where it has none) without having ended. It deletes itself when it succeeds; one that has completed is no fault.',
  why: 'The release stays in pending-upgrade, the definitions stay those of the version before, and the next upgrade is refused.',
  source: 'meshery-operator chart 1.0: the hook Job meshery-operator-crd-update',
  evidence: Stuck,
  passEvidence: Done,
  material: ['state', 'reason'],
  needs: ['workloads', 'crdJobs'],
  uses: [],
  evaluate({ workloads, crdJobs }, { takenAt }) {
    const namespaces = [...new Set(ofComponent(workloads, 'operator').map(({ namespace }) => namespace))]
    const left = crdJobs.map((job) => judge(job, takenAt))
    const absent = namespaces
      .filter((namespace) => !crdJobs.some((job) => job.namespace === namespace))
      .map((namespace): Answer => pass(subjectOf({ namespace }), { state: 'absent' }))
    if (workloads.length > 0 && left.length + absent.length === 0) return [notApplicable('no Operator is here')]
    return atLeastOne([...left, ...absent], 'no Operator is here')
  },
  describe: (_, { state, reason, created }) =>
    state === 'failed' ? `it failed${reason ? ` (${reason})` : ''}` : `it runs since ${created}, past its deadline`,
  remedy: (subject, _, where) => {
    const remove = (...more: readonly Word[]): string =>
      kubectl(where, 'delete', objectWord(subject), ...inNamespace(subject), '--ignore-not-found', ...more)
    return {
      summary:
        'Find out why it failed (most often its image cannot be pulled), delete it, and upgrade the release again, which makes a new one.',
      steps: [
        readStep(
          'Read its events, and the state of the release.',
          kubectl(where, 'describe', objectWord(subject), ...inNamespace(subject)),
          helm(where, 'list', ...inNamespace(subject), '--all'),
        ),
        {
          summary: 'Delete the Job.',
          actsOn: actsOnObject(subject),
          dryRun: [remove('--dry-run=server')],
          commands: [remove()],
        },
      ],
    }
  },
})

const subjectOf = ({ namespace }: Pick<JobFacts, 'namespace'>): Subject => ({
  kind: 'Job',
  namespace,
  name: 'meshery-operator-crd-update',
})

function judge(job: JobFacts, takenAt: string): Answer {
  const subject = subjectOf(job)
  if (job.ended?.as === 'Complete') return pass(subject, { state: 'complete' })
  const created = job.createdAt
  const reason = job.ended?.reason
  if (job.ended) return fail(subject, { state: 'failed', created, ...(reason !== undefined && { reason }) })
  const judgedFrom = Date.parse(created) + ((job.deadlineSeconds ?? deadline) + grace) * 1000
  if (Date.parse(takenAt) < judgedFrom) return tooYoung(subject, new Date(judgedFrom).toISOString())
  return fail(subject, { state: 'running', created })
}
