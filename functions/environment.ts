import process from 'node:process'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** All that a deployment says to its functions (infra/), AWS_REGION apart, which is Lambda's. */
export type Variable =
  | 'TABLE_NAME'
  | 'FLEET_FILE'
  | 'STAGE'
  | 'STATE_MACHINE_ARN'
  | 'PROBE_FUNCTIONS'
  | 'SLACK_BOT_TOKEN'
  | 'SLACK_WEBHOOK_URL'
  | 'SLACK_API_URL'
  | 'DEAD_MAN_URL'
  | 'DEAD_MAN_TOKEN'
  | 'DEAD_MAN_TOPIC'
  | 'DEAD_MAN_HOURS'
  | 'AWS_REGION'

/** Secrets of SST must have a value; this one stands for none. */
const placeholder = 'none'

export function optionalVariable(name: Variable): string | undefined {
  const value = process.env[name]
  return value === undefined || value === '' || value === placeholder ? undefined : value
}

/** Throws AuditorError `config` where the deployment left it out. */
export function variable(name: Variable): string {
  const value = optionalVariable(name)
  if (value !== undefined) return value
  throw new AuditorError('config', `the function’s environment lacks ${name}`, {
    place: name,
    remedy: 'deploy with infra/: it gives each function what it reads',
  })
}
