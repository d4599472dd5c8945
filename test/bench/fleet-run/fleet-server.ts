import { startLargeFleet } from '../../night/interpreter/eks-fleet.ts'
import { serve } from '../child.ts'

export interface FleetJob {
  readonly clusters: number
}

/** A fleet file that points at the servers. */
export interface ServedFleet {
  readonly fleet: object
}

/** AWS and every cluster of an account, in a process of their own. */
await serve(async ({ clusters }: FleetJob): Promise<ServedFleet> => ({
  fleet: (await startLargeFleet(clusters)).fleet,
}))
