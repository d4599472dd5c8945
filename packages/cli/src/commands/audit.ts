import { auditFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { withDeadline } from '@fleet-auditor/audit/deadline.ts'
import { exitCodeHelp, exitCodeOf } from '../exit-code.ts'
import { cancelledText, printReport } from '../printing/audit-report.ts'
import { progressStyle, showProgress } from '../printing/progress.ts'
import { cancelOnSignal } from '../stop-signals.ts'
import { expandSources, sourcesOf } from '../wiring/fleet-file.ts'
import { wirePorts } from '../wiring/ports.ts'
import { requireWritable } from '../wiring/private-file.ts'
import { checksOf, contextOf, selectionOf } from '../wiring/run-context.ts'
import { postToSlack, requireSlack } from '../wiring/slack.ts'
import { openStoreForRuns } from '../wiring/store.ts'
import { defineCommand } from './define-command.ts'
import { listOption, switchOption } from './options/option.ts'
import { dataFolder, fleetOptions, reportOptions } from './options/shared-options.ts'
import { checkId } from './options/values.ts'

/** Audits the fleet, or a part of it, stores the run and reports it. */
export const auditCommand = defineCommand({
  name: 'audit',
  summary: 'audit the fleet of a fleet file, or the current kubeconfig context',
  options: {
    ...fleetOptions,
    data: dataFolder,
    ...reportOptions,
    only: listOption('--only <checks>', 'only these checks, comma-separated or repeated', checkId),
    skip: listOption('--skip <checks>', 'all but these checks', checkId),
    slack: switchOption('--slack', 'post the run to Slack (SLACK_BOT_TOKEN or SLACK_WEBHOOK_URL)'),
  },
  notes: exitCodeHelp,
  async run(input, io) {
    const { environment } = io
    // Mistakes in what was asked for are reported before the work, not after it.
    checksOf(input)
    if (input.output !== undefined) await requireWritable(input.output)
    const sources = await sourcesOf(input)
    const { fleet } = sources
    if (input.slack) requireSlack(environment.slack, fleet)
    await using store = await openStoreForRuns(input.data, fleet)
    using shown = showProgress(progressStyle(input, environment), io)
    using cancel = cancelOnSignal(() => {
      shown.end()
      io.err('fleet-auditor: cancelling; what has finished is stored. Ctrl-C again ends at once.\n')
    })
    const audited = await withDeadline(cancel.signal, input.deadlineMs, async (signal) => {
      await using ports = await wirePorts({ fleet, environment, progress: shown.progress })
      const context = contextOf(input, fleet, signal)
      const expanded = await expandSources(sources, context, ports)
      const request = { ...expanded, selection: selectionOf(input), partial: sources.partial }
      return await auditFleet(request, context, { ...ports, store })
    })
    shown.end()
    await printReport(audited, input, io)
    const { document } = audited
    if (cancel.signal.aborted) {
      io.err(cancelledText(document))
      return 130
    }
    if (input.slack) await postToSlack(document.run.id, fleet, store, io)
    return exitCodeOf(document, input)
  },
})
