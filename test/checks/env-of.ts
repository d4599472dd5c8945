import type { Container, Workload } from '@fleet-auditor/model/workload.ts'
import type { SectionEdits } from './check-case.ts'
import { container, workload } from './meshery-objects.ts'

type Env = Container['env'][number]

export const literal = (name: string, value: string): Env => ({ name, source: 'literal', value })

/** A Server whose main container has these variables. */
export const serverWith = (...env: Env[]): Workload => workload({ containers: [container({ name: 'meshery', env })] })

/** A cluster with that Server alone. */
export const onServer = (...env: Env[]): SectionEdits => ({ workloads: [serverWith(...env)] })
