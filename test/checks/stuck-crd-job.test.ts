import { stuckCrdJob } from '@fleet-auditor/checks/catalog/stuck-crd-job.ts'
import type { JobFacts } from '@fleet-auditor/model/snapshot.ts'
import { testCheck } from './check-case.ts'
import { minutesAgo, operator, server } from './meshery-objects.ts'

const name = 'meshery-operator-crd-update'
const subject = `Job meshery/${name}`
const job = (edits: Partial<JobFacts>): JobFacts => ({
  namespace: 'meshery',
  name,
  createdAt: minutesAgo(60),
  deadlineSeconds: 300,
  ...edits,
})

testCheck(stuckCrdJob, [
  {
    name: 'a Job that failed',
    sections: { workloads: [operator], crdJobs: [job({ ended: { as: 'Failed', reason: 'DeadlineExceeded' } })] },
    expect: [
      {
        verdict: 'fail',
        subject,
        severity: 'medium',
        evidence: { state: 'failed', reason: 'DeadlineExceeded', created: minutesAgo(60) },
        text: 'it failed (DeadlineExceeded)',
      },
    ],
  },
  {
    name: 'a Job past its deadline that has not ended',
    sections: { workloads: [operator], crdJobs: [job({})] },
    expect: [{ verdict: 'fail', subject, text: `it runs since ${minutesAgo(60)}, past its deadline` }],
  },
  {
    name: 'a Job within its deadline, whose end is not known yet',
    sections: { workloads: [operator], crdJobs: [job({ createdAt: minutesAgo(5) })] },
    expect: [{ verdict: 'unknown', subject, cause: 'too-young' }],
  },
  {
    name: 'a Job whose own deadline is longer',
    sections: { workloads: [operator], crdJobs: [job({ deadlineSeconds: 7200 })] },
    expect: [{ verdict: 'unknown', cause: 'too-young' }],
  },
  {
    name: 'a Job that has completed and was not deleted',
    sections: { workloads: [operator], crdJobs: [job({ ended: { as: 'Complete' } })] },
    expect: [{ verdict: 'pass', subject, evidence: { state: 'complete' } }],
  },
  {
    name: 'an Operator whose Job is gone',
    sections: { workloads: [operator] },
    expect: [{ verdict: 'pass', subject, evidence: { state: 'absent' } }],
  },
  { name: 'a Server alone', sections: { workloads: [server] }, expect: [{ verdict: 'not-applicable' }] },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
