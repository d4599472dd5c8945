import { ocsfText } from '@fleet-auditor/report/formats/ocsf.ts'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { hostileDocument, hostileWords } from '../report/formats/hostile-document.ts'
import { describeWith } from './available.ts'
import { eventFaultsOf } from './ocsf-models.ts'

const parsed = (text: string): unknown[] => z.array(z.unknown()).parse(JSON.parse(text))

describeWith(['ocsf-models'], 'events of --format ocsf', () => {
  it('are compliance findings to the models that Prowler publishes, whatever clusters say', async () => {
    const events = hostileWords.flatMap((word) => parsed(ocsfText(hostileDocument(word.toWellFormed()))))
    const faults = await eventFaultsOf(JSON.stringify(events))
    expect(faults).toEqual(faults.map(() => null))
    expect(faults).toHaveLength(7 * hostileWords.length)
  })

  it('are refused where an activity is none', async () => {
    const events = ocsfText(hostileDocument('x')).replaceAll('"activity_id": 1', '"activity_id": 12')
    expect((await eventFaultsOf(events)).filter((fault) => fault !== null)).toHaveLength(1)
  })
})
