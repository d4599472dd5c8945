import type { EventEmitter } from 'node:events'

/** Names of warnings that repeat the failure of a source: gcp-metadata’s, where Google’s metadata server is not there. */
const silenced: ReadonlySet<string> = new Set(['MetadataLookupWarning'])

/** Takes them from whatever prints the warnings of a process; every other one is printed as before. */
export function silenceRepeatedWarnings(process: EventEmitter): void {
  const printers = process.listeners('warning')
  process.removeAllListeners('warning').on('warning', (warning: Error) => {
    if (silenced.has(warning.name)) return
    for (const print of printers) Reflect.apply(print, process, [warning])
  })
}
