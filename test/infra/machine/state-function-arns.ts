import { stateFunctions } from '../../../infra/functions.ts'
import type { StateFunctions } from '../../../infra/state-machine/states.ts'
import { account } from '../plan/account.ts'

/** ARNs of functions that are named for their handlers. */
export const functionArns = Object.fromEntries(
  stateFunctions.map((name) => [name, `arn:aws:lambda:eu-west-1:${account}:function:${name}`]),
) as StateFunctions // its keys are the state functions
