import { stateMachineLogActions } from '@fleet-auditor/audit/access/function-roles.ts'
import { notify } from './notifier.ts'
import { concludeRun, planScopes, planShards, recordFailure, startRun } from './run-steps.ts'
import { stateMachineDefinition } from './state-machine-definition.ts'
import { auditAks, auditEks, auditGke, auditPlanes } from './workers.ts'

/** Every function that is a state, by its handler's file. */
const functions = {
  'start-run': startRun.arn,
  'plan-scopes': planScopes.arn,
  'plan-shards': planShards.arn,
  'audit-eks': auditEks.arn,
  'audit-gke': auditGke.arn,
  'audit-aks': auditAks.arn,
  'audit-planes': auditPlanes.arn,
  'record-failure': recordFailure.arn,
  'conclude-run': concludeRun.arn,
  notify: notify.arn,
}

const role = new aws.iam.Role('NightRole', {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'states.amazonaws.com' }),
  inlinePolicies: [
    {
      name: 'inline',
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [
          { actions: ['lambda:InvokeFunction'], resources: Object.values(functions) },
          { actions: [...stateMachineLogActions], resources: ['*'] },
        ],
      }).json,
    },
  ],
})

const logGroup = new aws.cloudwatch.LogGroup('NightLog', {
  // Under this prefix a log group needs no policy of its own, of which a region has ten.
  name: `/aws/vendedlogs/states/${$app.name}-${$app.stage}-night`,
  retentionInDays: 30,
})

/** The raw resource: SST's component writes JSONata, which no local interpreter runs. */
export const stateMachine = new aws.sfn.StateMachine('Night', {
  name: `${$app.name}-${$app.stage}-night`,
  type: 'STANDARD',
  roleArn: role.arn,
  definition: $resolve(functions).apply((arns) => JSON.stringify(stateMachineDefinition(arns))),
  // Failures with their causes. The payloads are references: they hold nothing of a cluster.
  loggingConfiguration: { level: 'ERROR', includeExecutionData: true, logDestination: $interpolate`${logGroup.arn}:*` },
  // Its functions carry no tracing either; the run's id is what correlates.
  tracingConfiguration: { enabled: false },
})
