import { missingPart } from '../facts/missing-part.ts'

export const missingBroker = missingPart({
  id: 'missing-broker',
  component: 'broker',
  kind: 'Broker',
  resources: 'brokers',
  workload: 'StatefulSet meshery-nats',
  why: 'Without a Broker nothing carries what MeshSync sees to the plane.',
})
