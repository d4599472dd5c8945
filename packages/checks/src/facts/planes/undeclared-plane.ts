import { action, unknown, type Unknown } from '../../outcome.ts'

/** A plane that discovers from outside, as a user that the fleet file does not name. */
export const undeclaredPlane = (plane: string): Unknown<never> =>
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
