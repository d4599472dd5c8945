import { describe, expect, it } from 'vitest'
import { startEndpoint } from '../../adapters/aws/aws-endpoint.ts'
import { coldHandler } from '../../functions/cold-handler.ts'
import { deploy, invocation } from './fleet-file.ts'

const handler = coldHandler(() => import('../../../functions/dead-man.ts'))

const topic = 'arn:aws:sns:eu-west-1:999988887777:dead-man'
const published = '<PublishResponse><PublishResult><MessageId>m1</MessageId></PublishResult></PublishResponse>'
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
const complete = (endedAt: string): string => JSON.stringify({ lastComplete: { id: 'r1', endedAt, state: 'complete' } })

async function ask(answer: { status?: number; body: string } | undefined) {
  await using api = await startEndpoint(() => answer)
  await using sns = await startEndpoint(() => ({ headers: { 'content-type': 'text/xml' }, body: published }))
  deploy(
    {},
    {
      DEAD_MAN_URL: `${api.endpoint}/v1/summary`,
      DEAD_MAN_TOKEN: 'fa_token',
      DEAD_MAN_TOPIC: topic,
      DEAD_MAN_HOURS: '26',
      AWS_ENDPOINT_URL_SNS: sns.endpoint,
    },
  )
  const end = await handler({}, invocation).catch((error: unknown) => error)
  return { end, asked: api.asked, sent: sns.asked.map(({ body }) => new URLSearchParams(body).get('Message')) }
}

describe('the dead-man check', () => {
  it('is content with a complete run of late', async () => {
    const { end, sent } = await ask({ body: complete(hoursAgo(5)) })
    expect(end).toMatchObject({ alive: true })
    expect(sent).toEqual([])
  })

  it.each([
    ['the last complete run is too old', { body: complete(hoursAgo(30)) }, /30 hours ago/],
    ['there never was one', { body: '{"fleet":"shop"}' }, /never read as a whole/],
    ['the API is away', { status: 503, body: '' }, /answered 503/],
    ['the token is no longer good', { status: 401, body: '{}' }, /answered 401/],
    ['something else answers', { body: '<html>' }, /cannot be asked/],
  ])('reports it and fails when %s', async (_, answer, words) => {
    const { end, sent } = await ask(answer)
    expect(end).toMatchObject({ code: 'internal', message: expect.stringMatching(words) })
    expect(sent).toEqual([expect.stringMatching(words)])
  })
})
