import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** Names every flag that a verb lacks at once. */
export function usageMissing(verb: string, flags: Readonly<Record<string, string | undefined>>): AuditorError {
  const missing = Object.keys(flags).filter((flag) => flags[flag] === undefined)
  return new AuditorError('usage', `${verb} needs ${missing.join(', ')}`, {
    place: `fleet-auditor ${verb}`,
    remedy: `fleet-auditor ${verb} --help`,
  })
}
