import { z } from 'zod'
import { definePlaneCheck } from '../define.ts'
import { fail, pass } from '../outcome.ts'
import { byPerson } from '../remedies/change-workload.ts'

const Topology = z.strictObject({ undeclared: z.array(z.string()) })

export const undeclaredTopology = definePlaneCheck({
  id: 'undeclared-topology',
  title: 'A management plane whose topology is not declared',
  severity: 'info',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['topology'],
  rule: 'The fleet file declares url, region (or coordinates), hosting, discovery and manages of every plane.',
  why: 'What is not declared cannot be held against what is seen: the checks about reachability, latency and operators then stay unknown.',
  source: 'Meshery documentation, Deployment Models: topology chosen deliberately',
  evidence: Topology,
  evaluate({ plane }) {
    const undeclared = [
      plane.url === undefined ? 'url' : [],
      plane.region === undefined && plane.coordinates === undefined ? 'region' : [],
      plane.hosting === undefined ? 'hosting' : [],
      plane.discovery === undefined ? 'discovery' : [],
      plane.manages.length === 0 ? 'manages' : [],
    ].flat()
    const subject = { kind: 'Plane', name: plane.name }
    return [undeclared.length > 0 ? fail(subject, { undeclared }) : pass(subject, { undeclared })]
  },
  describe: (_, { undeclared }) => `the fleet file does not declare ${undeclared.join(', ')}`,
  remedy: ({ name }) =>
    byPerson(`Declare them under planes, ${name}, in the fleet file.`, { kind: 'fleet-file', name: `planes, ${name}` }),
})
