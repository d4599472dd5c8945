import type { Right } from '@fleet-auditor/audit/access/function-roles.ts'
import type { Plan } from '../plan/plan-shape.ts'
import { placeArns } from './planned-arns.ts'

/** Rights as statements of the role's policy. */
export const statementsFor = (plan: Plan, rights: readonly Right[]): object[] =>
  rights.map(({ actions, on, audiences }) => ({
    Effect: 'Allow',
    Action: [...actions],
    Resource: typeof on === 'string' ? placeArns(plan, on) : [...on],
    ...(audiences
      ? {
          Condition: [
            { test: 'ForAllValues:StringEquals', variable: 'sts:IdentityTokenAudience', values: [...audiences] },
          ],
        }
      : {}),
  }))
