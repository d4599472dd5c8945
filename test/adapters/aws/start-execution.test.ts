import { createExecutionStarter } from '@fleet-auditor/adapters/aws/start-execution.ts'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { startEndpoint } from './aws-endpoint.ts'

const stateMachine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:run'
const run = '20261121T020000Z-9c56cc51'
const nothing = { scopes: [], clusters: [] }
const started = { body: JSON.stringify({ executionArn: 'arn:x', startDate: 1_795_226_400 }) }
const refused = (type: string) => ({
  status: 400,
  headers: { 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message: 'refused' }),
})

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  return () => vi.unstubAllEnvs()
})

describe('an execution', () => {
  it('is named by its run', async () => {
    await using sfn = await startEndpoint(() => started)
    const starter = createExecutionStarter({ stateMachine, endpoint: sfn.endpoint })
    expect(await starter.start(run, nothing)).toBe('started')
    expect(sfn.asked.map(({ target }) => target)).toEqual(['AWSStepFunctions.StartExecution'])
    const body = JSON.parse(sfn.asked[0]?.body ?? '')
    expect(body).toEqual({ stateMachineArn: stateMachine, name: run, input: JSON.stringify({ run }) })
  })

  it('carries what was asked for', async () => {
    await using sfn = await startEndpoint(() => started)
    const selection = { scopes: ['gcp:shop'], clusters: [] }
    await createExecutionStarter({ stateMachine, endpoint: sfn.endpoint }).start(run, selection)
    const { input } = z.object({ input: z.string() }).parse(JSON.parse(sfn.asked[0]?.body ?? ''))
    expect(JSON.parse(input)).toEqual({ run, selection })
  })

  it('that was started before is no failure', async () => {
    await using sfn = await startEndpoint(() => refused('ExecutionAlreadyExists'))
    expect(await createExecutionStarter({ stateMachine, endpoint: sfn.endpoint }).start(run, nothing)).toBe('already')
  })

  it('that cannot be started fails with the state machine and what is missing', async () => {
    await using sfn = await startEndpoint(() => refused('AccessDeniedException'))
    const starter = createExecutionStarter({ stateMachine, endpoint: sfn.endpoint })
    await expect(starter.start(run, nothing)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining(run),
      details: { place: stateMachine, remedy: expect.stringContaining('states:StartExecution') },
    })
  })

  it('is waited for within a limit', async () => {
    await using sfn = await startEndpoint(() => undefined)
    const patience = { endpoint: sfn.endpoint, requestTimeoutMs: 50, maxAttempts: 1 }
    const starter = createExecutionStarter({ stateMachine, ...patience })
    await expect(starter.start(run, nothing)).rejects.toMatchObject({ code: 'internal' })
  })
})
