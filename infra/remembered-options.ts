import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { given } from './environment.ts'

const folder = `/${$app.name}/${$app.stage}`
const name = `${folder}/options`

const Remembered = z.record(z.string(), z.unknown())
type Remembered = z.infer<typeof Remembered>

/**
 * Refuses a deployment whose options differ from the last one's, unless CONFIRM_OPTIONS=yes: a shell that lacks
 * EGRESS=fixed would remove the addresses that every firewall names. Called before anything is made. Resolves to what
 * remembers the options for the next deployment, once all of this one is made: options of a deployment that failed
 * are none that the next one differs from.
 */
export async function guardOptions(): Promise<(made: $util.Input<unknown>[]) => void> {
  // By path: a first deployment finds an empty list, where asking by name would fail.
  const { names, values } = await aws.ssm.getParametersByPath({ path: folder })
  const last = values[names.indexOf(name)]
  // as it will be read back
  const now = Remembered.parse(JSON.parse(JSON.stringify(given)))
  if (last !== undefined) refuseChanges(Remembered.parse(JSON.parse(last)), now)
  const resources: $util.Resource[] = []
  $util.runtime.registerStackTransformation(({ resource }) => void resources.push(resource))
  return (made) => {
    // Components make most of their resources only when others are there: these are known once `made` is.
    const all: $util.Output<$util.Resource[]> = $util.all(made).apply(() => resources.filter((one) => one !== options))
    const options = new aws.ssm.Parameter(
      'Options',
      { name, type: 'String', value: JSON.stringify(now) },
      { dependsOn: all },
    )
  }
}

function refuseChanges(last: Remembered, now: Remembered): void {
  const changed = [...new Set([...Object.keys(last), ...Object.keys(now)])]
    .toSorted()
    .filter((option) => shown(last[option]) !== shown(now[option]))
  if (changed.length === 0 || process.env.CONFIRM_OPTIONS === 'yes') return
  const lines = changed.map((option) => `${option} was ${shown(last[option])}, is ${shown(now[option])}`)
  throw new AuditorError('config', `options differ from those of the last deployment: ${lines.join('; ')}`, {
    place: `.env.${$app.stage}`,
    remedy: 'write what is to stay into that file; to change it, deploy once with CONFIRM_OPTIONS=yes',
  })
}

const shown = (value: unknown): string => (value === undefined ? 'not set' : JSON.stringify(value))
