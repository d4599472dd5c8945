import type { RemedyStep } from '@fleet-auditor/model/remedy.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'
import { actsOnObject, inNamespace, objectWord } from '../remedies/kubernetes-step.ts'
import { kubectl, type RemedyContext } from '../remedies/remedy-context.ts'
import { resourceChange } from '../remedies/resource-change.ts'

/** A StatefulSet without a resource that asks for it. */
function scaleStep(where: RemedyContext, subject: Subject, size: number | undefined): RemedyStep {
  const scale = (replicas: number, ...more: readonly string[]): string =>
    kubectl(where, 'scale', objectWord(subject), ...inNamespace(subject), `--replicas=${replicas}`, ...more)
  return {
    summary: 'Scale it to 1.',
    actsOn: actsOnObject(subject),
    interrupts: 'Clients of the servers that go away reconnect.',
    dryRun: [scale(1, '--dry-run=server')],
    commands: [scale(1)],
    undo: size === undefined ? undefined : [scale(size)],
  }
}

export const scaledBroker = defineCheck({
  id: 'scaled-broker',
  title: 'Several Broker servers that do not form a cluster',
  severity: 'high',
  ruleVersion: 2,
  group: 'deployment',
  answers: ['one-operator', 'component-broker', 'caveat-broker-memory'],
  rule: 'A Broker resource’s size, or its StatefulSet’s replicas, is more than one.',
  why: 'The NATS configuration has no clustering: the replicas are independent servers behind one Service, and a publisher and a subscriber may land on different ones and lose everything.',
  source: 'meshery-operator: nats.conf without a cluster section',
  evidence: z.strictObject({ size: z.number().int() }),
  needs: ['workloads', 'brokers'],
  uses: [],
  evaluate({ workloads, brokers }) {
    const servers = ofComponent(workloads, 'broker')
    const judge = (subject: Subject, size: number) => (size > 1 ? fail(subject, { size }) : pass(subject, { size }))
    // One cause, one finding: where a resource asks for the servers, it is the subject.
    const asked = brokers.map(({ namespace, name, size }) => {
      const replicas = servers.filter((server) => server.namespace === namespace).map((server) => server.replicas)
      return judge({ kind: 'Broker', namespace, name }, Math.max(size, ...replicas))
    })
    const alone = servers.filter((server) => brokers.every(({ namespace }) => namespace !== server.namespace))
    const outcomes = [...asked, ...alone.map((server) => judge(workloadSubject(server), server.replicas))]
    return atLeastOne(outcomes, 'no Broker is here')
  },
  describe: (_, { size }) => `${size} independent NATS servers behind one Service`,
  remedy: (subject, evidence, where) => ({
    summary: 'One Broker per cluster: set its size to 1, and give it memory instead.',
    ...(subject.kind === 'StatefulSet'
      ? { steps: [scaleStep(where, subject, evidence?.size)] }
      : resourceChange(where, {
          kind: 'Broker',
          namespace: subject.namespace,
          summary: 'Set its size to 1.',
          spec: '"size":1',
          interrupts: 'Clients of the servers that go away reconnect.',
          undo: evidence && `"size":${evidence.size}`,
        })),
  }),
})
