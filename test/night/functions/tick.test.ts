import { expect, it } from 'vitest'
import { startEndpoint } from '../../adapters/aws/aws-endpoint.ts'
import { coldHandler } from '../../functions/cold-handler.ts'
import { deploy, invocation } from './fleet-file.ts'

const handler = coldHandler(() => import('../../../functions/tick.ts'))

const machine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:run'
const started = { body: JSON.stringify({ executionArn: 'arn:x', startDate: 1_795_226_400 }) }
const exists = { status: 400, headers: { 'x-amzn-errortype': 'ExecutionAlreadyExists' }, body: '{}' }

it('a schedule that fires twice for one minute starts one execution, named by fleet and minute', async () => {
  await using sfn = await startEndpoint(() => (sfn.asked.length === 1 ? started : exists))
  deploy({}, { STATE_MACHINE_ARN: machine, AWS_ENDPOINT_URL_SFN: sfn.endpoint })
  const first = await handler({ scheduledTime: '2026-11-21T02:00:07Z' }, invocation)
  const second = await handler({ scheduledTime: '2026-11-21T02:00:41Z' }, invocation)
  expect(first).toEqual({ run: expect.stringMatching(/^20261121T020000Z-[0-9a-f]{8}$/), started: true })
  expect(second).toEqual({ run: first.run, started: false })
  expect(JSON.parse(sfn.asked[0]?.body ?? '')).toEqual({
    stateMachineArn: machine,
    name: first.run,
    input: JSON.stringify({ run: first.run }),
  })
})

it('a time that is none starts nothing', async () => {
  deploy({}, { STATE_MACHINE_ARN: machine, AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:1' })
  await expect(handler({ scheduledTime: '<aws.scheduler.scheduled-time>' }, invocation)).rejects.toMatchObject({
    code: 'usage',
  })
})

it('a deployment without a state machine fails by name', async () => {
  deploy({})
  await expect(handler({}, invocation)).rejects.toMatchObject({
    code: 'config',
    details: { place: 'STATE_MACHINE_ARN' },
  })
})
