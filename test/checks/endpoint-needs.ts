import { Plane } from '@fleet-auditor/model/fleet-file.ts'
import type { Severity } from '@fleet-auditor/model/severity.ts'
import type { SectionEdits } from './check-case.ts'
import { server } from './meshery-objects.ts'

const plane = (edits: object = {}): Plane => Plane.parse({ name: 'central', manages: [{}], ...edits })

/** Who needs the Broker's endpoint: the planes that claim the cluster, whether a Server is in it, and how bad a dead one is. */
export const endpointNeeds: readonly (readonly [
  name: string,
  planes: readonly Plane[],
  inside: boolean,
  severity: Severity,
])[] = [
  ['no plane is declared, and no Server is here', [], false, 'high'],
  ['no plane is declared, and the Server is here', [], true, 'info'],
  ['a plane outside with its port-forward', [plane()], false, 'info'],
  ['a plane outside without its port-forward', [plane({ portForward: false })], false, 'high'],
  ['the one plane is the Server here', [plane({ portForward: false })], true, 'info'],
  [
    'a plane outside beside the Server here',
    [plane(), plane({ name: 'away', hosting: 'docker', portForward: false })],
    true,
    'high',
  ],
  [
    'two planes, one of which is the Server here',
    [plane({ portForward: false }), plane({ name: 'away', portForward: false })],
    true,
    'high',
  ],
]

export const withServerInside = (sections: SectionEdits): SectionEdits => ({
  ...sections,
  workloads: [...(Array.isArray(sections.workloads) ? sections.workloads : []), server],
})
