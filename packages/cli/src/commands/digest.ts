import type { Store } from '@fleet-auditor/audit/ports/store.ts'
import { latestRun } from '@fleet-auditor/audit/queries/last-complete.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { digestDetails } from '@fleet-auditor/report/digest/digest-details.ts'
import { digestText } from '@fleet-auditor/report/digest/digest-text.ts'
import { paintIn } from '../printing/paint.ts'
import { printRows } from '../printing/rows.ts'
import { clock } from '../wiring/clock.ts'
import { readFleetFile, undeclaredFleet } from '../wiring/fleet-file.ts'
import { postToSlack } from '../wiring/slack.ts'
import { openStoreAt } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { optionalOption, switchOption } from './options/option.ts'
import { format, storeOptions } from './options/shared-options.ts'
import { text } from './options/values.ts'

/** Prints the digest of a stored run, and posts it to Slack with `--slack`. */
export const digestCommand = defineCommand({
  name: 'digest',
  summary: 'what a run changed, in short; --slack posts it, once',
  options: {
    run: optionalOption('--run <id>', 'by default the last one', text),
    slack: switchOption(
      '--slack',
      'post it to Slack (SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL); repeated, only what is missing or changed',
    ),
    fleet: optionalOption('--fleet <file>', 'fleet file: channels and teams for --slack', text),
    ...storeOptions,
    format,
  },
  async run(input, io) {
    const fleet = input.fleet === undefined ? undeclaredFleet() : await readFleetFile(input.fleet)
    await using store = await openStoreAt(input)
    const run = input.run ?? (await lastRun(store))
    const digest = await store.ledger.readDigest(run)
    if (!digest) throw noDigest(run)
    const paint = paintIn(io.environment.colours)
    printRows(io, input.format, [digest], () => [...digestText(digest, paint), ...digestDetails(digest, paint)])
    if (input.slack) await postToSlack(run, fleet, store, io)
  },
})

async function lastRun(store: Pick<Store, 'listRuns'>): Promise<string> {
  const last = await latestRun({ store, clock })
  if (last) return last.id
  throw new AuditorError('usage', 'there is no run in this store', {
    place: 'fleet-auditor digest',
    remedy: 'start one with: fleet-auditor audit',
  })
}

const noDigest = (run: string): AuditorError =>
  new AuditorError('usage', `the run ${run} has no digest`, {
    place: '--run',
    remedy: 'it has not ended, or is not in this store; list runs with: fleet-auditor runs',
  })
