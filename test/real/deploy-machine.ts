import { setTimeout as pause } from 'node:timers/promises'
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { z } from 'zod'
import type { Plan } from '../infra/plan/plan-shape.ts'
import { resourceOf } from '../infra/planned/planned-resources.ts'
import type { DeployPlace } from './deploy-request.ts'

const Machine = z.object({ name: z.string().optional(), roleArn: z.string(), definition: z.string() })

export type DeployedMachine = {
  /** Names of all executions. */
  readonly executions: () => Promise<readonly string[]>
  readonly start: (name: string, input: object) => Promise<void>
  /** Waits for its end. */
  readonly ended: (name: string, withinMs: number) => Promise<DescribeExecutionOutput>
  readonly close: () => void
}

/** The plan's state machine: its definition as it is, for the functions bear the planned names. */
export async function deployMachine(plan: Plan, place: DeployPlace): Promise<DeployedMachine> {
  const { url: endpoint, account, region } = place
  const sfn = new SFNClient({ endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'root' } })
  const resource = resourceOf(plan, 'StateMachine')
  const { name = resource.name, roleArn, definition } = Machine.parse(resource.inputs)
  const { stateMachineArn = '' } = await sfn.send(new CreateStateMachineCommand({ name, roleArn, definition }))
  const executionArn = (execution: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution}`
  return {
    executions: async () => {
      const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }))
      return executions.map((execution) => execution.name ?? '')
    },
    start: async (execution, input) => {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name: execution, input: JSON.stringify(input) }))
    },
    ended: (execution, withinMs) => untilEnded(sfn, executionArn(execution), withinMs),
    close: () => sfn.destroy(),
  }
}

async function untilEnded(sfn: SFNClient, executionArn: string, withinMs: number): Promise<DescribeExecutionOutput> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }))
    if (described.status !== 'RUNNING') return described
    if (performance.now() > deadline) throw new Error(`${executionArn} still runs after ${withinMs} ms`)
    await pause(200)
  }
}
