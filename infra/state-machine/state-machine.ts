import { stateMachineLogActions } from '@fleet-auditor/audit/access/function-roles.ts'
import { fleetFunction } from '../fleet-function.ts'
import { stateFunctions } from '../functions.ts'
import { homeRegion } from '../regions.ts'
import { account, assumedBy, type Resource } from '../role.ts'
import { slack } from '../secrets.ts'
import { tableResource } from '../table.ts'
import { probes } from '../vantages.ts'
import { stateMachineDefinition } from './definition.ts'
import type { StateFunctions } from './states.ts'

const resources = { table: tableResource, probes, slack }

/** Every function that is a state, by its handler's file. */
const arns = Object.fromEntries(stateFunctions.map((handler) => [handler, fleetFunction(handler, resources).arn]))

const name = `${$app.name}-${$app.stage}-run`

const role = new aws.iam.Role('AuditRunRole', {
  assumeRolePolicy: assumedBy(
    'states.amazonaws.com',
    $interpolate`arn:aws:states:${homeRegion}:${account}:stateMachine:${name}`,
  ),
  inlinePolicies: [
    {
      name: 'inline',
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [
          { actions: ['lambda:InvokeFunction'], resources: Object.values(arns) },
          { actions: [...stateMachineLogActions], resources: ['*'] },
        ],
      }).json,
    },
  ],
})

const logGroup = new aws.cloudwatch.LogGroup('AuditRunLog', {
  // Under this prefix a log group needs no policy of its own, of which a region has ten.
  name: `/aws/vendedlogs/states/${name}`,
  retentionInDays: 30,
})

/** The raw resource: SST's component writes JSONata, which no local interpreter runs. */
export const stateMachine = new aws.sfn.StateMachine('AuditRun', {
  name,
  type: 'STANDARD',
  roleArn: role.arn,
  // its keys are the state functions
  definition: $resolve(arns).apply((resolved) => JSON.stringify(stateMachineDefinition(resolved as StateFunctions))),
  // Failures with their causes. The payloads are references: they hold nothing of a cluster.
  loggingConfiguration: { level: 'ERROR', includeExecutionData: true, logDestination: $interpolate`${logGroup.arn}:*` },
  // Its functions carry no tracing either; the run's id is what correlates.
  tracingConfiguration: { enabled: false },
})

/** For the functions that start runs. */
export const machineResource: Resource = {
  variables: { STATE_MACHINE_ARN: stateMachine.arn },
  arns: [stateMachine.arn],
}
