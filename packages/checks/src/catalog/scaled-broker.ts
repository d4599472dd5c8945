import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, pass } from '../outcome.ts'

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
  remedy: () => ({
    summary: 'One Broker per cluster: set its size to 1, and give it memory instead.',
    command: `kubectl patch brokers.meshery.io meshery-broker --namespace meshery --type merge --patch '{"spec":{"size":1}}'`,
  }),
})
