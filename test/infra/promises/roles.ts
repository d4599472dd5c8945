import { stateMachineLogActions } from '@fleet-auditor/audit/access/function-roles.ts'
import { expect } from 'vitest'
import { fleetFixture } from '../plan/places.ts'
import { functionArn, machineArn, trustIn } from '../planned/planned-arns.ts'
import { fleetOf, functionsOf, inputsOf, resourcesOf, statementsOf, trustOf } from '../planned/planned-resources.ts'
import { statementsOfFunction } from '../planned/planned-rights.ts'
import { planned } from './functions.ts'
import type { Promises } from './promise.ts'

const states = [
  'StartRun',
  'PlanScopes',
  'PlanShards',
  'AuditEks',
  'AuditGke',
  'AuditAks',
  'AuditPlanes',
  'RecordFailure',
  'ConcludeRun',
  'Notify',
]

export const rolePromises: Promises = {
  'least rights of every function': (plan) => {
    const fleet = fleetOf(fleetFixture)
    for (const [name, { rights }] of Object.entries(planned)) {
      expect(statementsOf(plan, `${name}Role`), name).toEqual(statementsOfFunction(plan, name, rights(fleet)))
      expect(inputsOf(plan, 'Role', `${name}Role`)['managedPolicyArns'], name).toEqual([])
    }
  },
  'only Lambda becomes a function': (plan) => {
    for (const name of functionsOf(plan)) {
      expect(trustOf(plan, `${name}Role`), name).toMatchObject([{ Principal: { Service: 'lambda.amazonaws.com' } }])
    }
  },
  'the machine may invoke its functions and write its log': (plan) => {
    expect(statementsOf(plan, 'AuditRunRole')).toEqual([
      {
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: expect.toSatisfy(
          (arns: string[]) =>
            JSON.stringify(arns.toSorted()) ===
            JSON.stringify(states.map((name) => functionArn(plan, name)).toSorted()),
        ),
      },
      { Effect: 'Allow', Action: [...stateMachineLogActions], Resource: ['*'] },
    ])
    expect(trustOf(plan, 'AuditRunRole')).toEqual([trustIn('states.amazonaws.com', machineArn(plan))])
  },
  'no action has a wildcard': (plan) => {
    const actions = resourcesOf(plan, 'Role').flatMap(({ name }) =>
      statementsOf(plan, name).flatMap((statement) => statement['Action']),
    )
    expect(actions.filter((action) => String(action).includes('*'))).toEqual([])
  },
}
