import { expect, it } from 'vitest'
import { z } from 'zod'
import { opened, type OpenServers } from './opened-servers.ts'
import { askApi, comparableAnswer, wireCases, wireObjects } from './wire.ts'

export function wireRead(open: OpenServers): void {
  const servers = opened(open, async () => wireObjects)

  it.each(wireCases)('$what: $status, word by word', async ({ asked, status }) => {
    const answers = await Promise.all(servers().map((api) => askApi(api, asked)))
    const [first, ...others] = answers.map(comparableAnswer)
    expect(first).toMatchObject({ status })
    for (const other of others) expect(other).toEqual(first)
  })

  it('a page that the server no longer has: 410, with a token to go on', async () => {
    const path = '/api/v1/nodes?limit=2'
    const answers = await Promise.all(
      servers().map(async (api) => {
        const { metadata } = Listed.parse((await askApi(api, { path })).json())
        await api.expirePages()
        return askApi(api, { path: `${path}&continue=${encodeURIComponent(metadata.continue)}` })
      }),
    )
    const [first, ...others] = answers.map(comparableAnswer)
    expect(first).toMatchObject({ status: 410, body: { reason: 'Expired' } })
    for (const answer of answers) expect(Listed.parse(answer.json()).metadata.continue).not.toBe('')
    for (const other of others) expect(other).toEqual(first)
  })
}

const Listed = z.object({ metadata: z.object({ continue: z.string() }) })
