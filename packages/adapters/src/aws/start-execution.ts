import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import type { RunStarter } from '@fleet-auditor/audit/ports/run-starter.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { clientSettings, type AwsClientOptions } from './aws-settings.ts'

interface ExecutionOptions extends AwsClientOptions {
  readonly stateMachine: string
}

/**
 * Starts executions of the deployed state machine, named by their run: Step Functions refuses a name that was used
 * in the last 90 days, and answers the same name with the same input as if it had started it while that one runs.
 */
export function createExecutionStarter({ stateMachine, ...options }: ExecutionOptions): RunStarter {
  const client = new SFNClient(clientSettings(options))
  return {
    async start(run, selection) {
      const whole = selection.scopes.length === 0 && selection.clusters.length === 0
      const input = JSON.stringify({ run, selection: whole ? undefined : selection })
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn: stateMachine, name: run, input }))
        return 'started'
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return 'already'
        throw startFailure(error, run, stateMachine)
      }
    },
  }
}

function startFailure(error: unknown, run: string, stateMachine: string): AuditorError {
  const words = quotedText(error instanceof Error ? `${error.name}: ${error.message}` : String(error), { limit: 240 })
  return new AuditorError('internal', `the run ${run} was not started: ${words}`, {
    place: stateMachine,
    remedy: 'allow states:StartExecution on this state machine, and see that it is deployed in this region',
    cause: error,
  })
}
