import { fleetFile } from './environment.ts'
import { permissions } from './permissions.ts'
import { table } from './table.ts'

/** One run a night, in one function: the whole verb over the same wiring. */
export const nightly = new sst.aws.CronV2('Nightly', {
  schedule: 'cron(0 2 * * ? *)',
  timezone: 'Etc/UTC',
  // The night's name, the same for every delivery of one schedule: fired twice, it is one run.
  event: { scheduledTime: '<aws.scheduler.scheduled-time>' },
  function: {
    handler: 'functions/nightly.handler',
    // The longest a function may run; the audit ends a minute earlier, to conclude and close the run.
    timeout: '15 minutes',
    // Memory buys CPU: one vCPU at 1,769 MB, and TLS handshakes are what a fleet costs.
    memory: '1769 MB',
    architecture: 'arm64',
    // Each cloud's SDK is a file of its own, read when its first scope is. The banner that gives dependencies their
    // require and __dirname is SST's.
    nodejs: { splitting: true, minify: true },
    copyFiles: [{ from: fleetFile, to: 'fleet.yaml' }],
    environment: { TABLE_NAME: table.name, FLEET_FILE: 'fleet.yaml' },
    logging: { retention: '1 month', format: 'json' },
    permissions,
    transform: {
      // SST lets the whole account assume the role, for its live mode; this one is Lambda's alone.
      role: { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }) },
    },
  },
})
