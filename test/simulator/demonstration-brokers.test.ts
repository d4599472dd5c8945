import { stories } from '@fleet-auditor/simulator/demonstration/stories.ts'
import { expect, it } from 'vitest'

const exposed = stories.flatMap((story) =>
  ([1, 2] as const).flatMap((day) => {
    const chapter = story.chapter(day)
    if (chapter === 'unlisted') return []
    return (chapter.fronts ?? []).flatMap(({ broker }) => (broker ? [{ story: story.name, day, broker, chapter }] : []))
  }),
)

it.each(exposed)(
  'a Broker of the demonstration is of the version of its image: $story, day $day',
  ({ broker, chapter }) => {
    expect(JSON.stringify(chapter.objects)).toContain(`"image":"nats:${broker.version}`)
  },
)

it('there is a legacy one', () => {
  expect(exposed.map(({ broker }) => broker.version)).toContain('2.8.2')
})
