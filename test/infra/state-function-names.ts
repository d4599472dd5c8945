import type { StateFunctions } from '../../infra/states.ts'
import { account } from './plan/account.ts'

const arn = (name: string): string => `arn:aws:lambda:eu-west-1:${account}:function:${name}`

/** ARNs of functions that are named for their handlers. */
export const functionNames: StateFunctions = {
  'start-run': arn('start-run'),
  'plan-scopes': arn('plan-scopes'),
  'plan-shards': arn('plan-shards'),
  'audit-eks': arn('audit-eks'),
  'audit-gke': arn('audit-gke'),
  'audit-aks': arn('audit-aks'),
  'audit-planes': arn('audit-planes'),
  'record-failure': arn('record-failure'),
  'conclude-run': arn('conclude-run'),
  notify: arn('notify'),
}
