import { tablePartitions } from '@fleet-auditor/adapters/store/table/table-partitions.ts'
import { conditionBlock, type Condition, type Right } from '@fleet-auditor/audit/access/right.ts'
import type { Plan } from '../plan/plan-shape.ts'
import { logGroupArn, placeArns } from './planned-arns.ts'

/** All statements of a function's policy: its rights, and its own log. */
export const statementsOfFunction = (plan: Plan, component: string, rights: readonly Right[]): object[] => [
  ...rights.map((right) => statementFor(plan, right)),
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [`${logGroupArn(plan, component)}:*`],
  },
]

function statementFor(plan: Plan, { actions, on, parts, conditions = [] }: Right): object {
  const keys: Condition[] = parts
    ? [
        {
          test: 'ForAllValues:StringLike',
          variable: 'dynamodb:LeadingKeys',
          values: parts.flatMap((part) => tablePartitions[part]),
        },
      ]
    : []
  const all = [...keys, ...conditions]
  return {
    Effect: 'Allow',
    Action: [...actions],
    Resource: typeof on === 'string' ? placeArns(plan, on) : [...on],
    ...(all.length > 0 ? { Condition: conditionBlock(all) } : {}),
  }
}
