import type { OutcomeOf } from '../outcome.ts'
import { action, unknown } from '../outcome.ts'

/** A plane that discovers from outside, as a user that nobody named. */
export const undeclaredPlane = (plane: string): OutcomeOf<'unknown'> =>
  unknown(
    'undeclared',
    `plane ${plane} discovers this cluster from outside, as a user that only its kubeconfig names`,
    {
      subject: { kind: 'Plane', name: plane },
      grant: action(
        `name the user and groups that the API server sees under planes[${plane}].discoversAs in the fleet file (on EKS: the access entry of the plane’s role)`,
      ),
    },
  )
