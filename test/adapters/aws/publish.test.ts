import { createPublisher } from '@fleet-auditor/adapters/aws/publish.ts'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startEndpoint } from './aws-endpoint.ts'

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  return () => vi.unstubAllEnvs()
})

describe('a message to a topic', () => {
  const topic = 'arn:aws:sns:us-east-1:111122223333:dead-man'
  const published =
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m1</MessageId></PublishResult></PublishResponse>'

  it('has a subject that SNS takes', async () => {
    await using sns = await startEndpoint(() => ({ headers: { 'content-type': 'text/xml' }, body: published }))
    const publish = createPublisher({ endpoint: sns.endpoint })
    expect(await publish(topic, ` Flotte “shop”\n${'x'.repeat(200)}`, 'text')).toBe('m1')
    const sent = new URLSearchParams(sns.asked[0]?.body)
    expect(sent.get('TopicArn')).toBe(topic)
    expect(sent.get('Message')).toBe('text')
    expect(sent.get('Subject')).toMatch(/^Flotte \?shop\?\?x+$/)
    expect(sent.get('Subject')).toHaveLength(100)
  })

  it('that is refused fails with the topic’s name', async () => {
    await using sns = await startEndpoint(() => ({
      status: 403,
      body: '<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>',
    }))
    await expect(createPublisher({ endpoint: sns.endpoint })(topic, 's', 'm')).rejects.toMatchObject({
      details: { place: topic },
    })
  })
})
