import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'
import { actsOnObject } from '../remedies/kubernetes-step.ts'

const Account = z.strictObject({ serviceAccount: z.string() })

export const sharedServiceAccount = defineCheck({
  id: 'shared-service-account',
  title: 'An adapter runs as the Server’s ServiceAccount',
  severity: 'medium',
  ruleVersion: 1,
  group: 'security',
  answers: ['least-privilege', 'component-adapters'],
  rule: 'No adapter runs as the ServiceAccount of a Server in its namespace.',
  why: 'The chart gives every adapter the Server’s account, which may do everything: a flaw in one adapter is then the whole cluster.',
  source: 'Meshery documentation, Security Hardening; chart meshery, serviceAccountNameOverride of its adapters',
  evidence: Account,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const servers = ofComponent(workloads, 'server')
    const outcomes = ofComponent(workloads, 'adapter').map((adapter) => {
      const { namespace, serviceAccount } = adapter
      const isShared = servers.some(
        (server) => server.namespace === namespace && server.serviceAccount === serviceAccount,
      )
      const subject = workloadSubject(adapter)
      return isShared ? fail(subject, { serviceAccount }) : pass(subject, { serviceAccount })
    })
    return atLeastOne(outcomes, 'no adapter is here')
  },
  describe: (_, { serviceAccount }) => `runs as ${serviceAccount}, the account of the Server`,
  remedy: (subject) =>
    byPerson(
      `Give ${subject.name} an account of its own, with a role for what it manages: bind the role first, then set serviceAccountNameOverride of its subchart.`,
      actsOnObject(subject),
    ),
})
