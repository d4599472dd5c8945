import { awsActions } from '@fleet-auditor/audit/access/cloud-roles.ts'
import { fleetFile } from './fleet-file.ts'
import { table } from './table.ts'

/** What the store does with the table and its indexes; no more (a link would grant dynamodb:*). */
const tableActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
]

/** One run a night, in one function: the whole verb over the same wiring. */
export const nightly = new sst.aws.CronV2('Nightly', {
  schedule: 'cron(0 2 * * ? *)',
  timezone: 'Etc/UTC',
  function: {
    handler: 'functions/nightly.handler',
    // The longest a function may run; the run's own deadline is the remaining time less what storing takes.
    timeout: '15 minutes',
    // Memory buys CPU: one vCPU from 1,769 MB on, and TLS handshakes are what a fleet costs.
    memory: '1769 MB',
    architecture: 'arm64',
    copyFiles: [{ from: fleetFile, to: 'fleet.yaml' }],
    environment: { TABLE_NAME: table.name, FLEET_FILE: 'fleet.yaml' },
    logging: { retention: '1 month' },
    permissions: [
      { actions: tableActions, resources: [table.arn, $interpolate`${table.arn}/index/*`] },
      { actions: [...awsActions], resources: ['*'] },
      // Roles in the audited accounts; which of them is said by their own trust policies and external ids.
      { actions: ['sts:AssumeRole'], resources: ['arn:aws:iam::*:role/fleet-auditor*'] },
    ],
  },
})
