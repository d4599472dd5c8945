import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** Stands for an adapter that is in another function's bundle. */
export async function absentAdapter(): Promise<never> {
  throw new AuditorError('internal', 'this function has no adapter for that', {
    remedy: 'each function works for its own cloud; a kubeconfig is read by fleet-auditor collect inside its network',
  })
}
