import { AuditorError } from './auditor-error.ts'
import type { FleetFileProblem } from './parse-fleet-file.ts'

/** All mistakes of a fleet file as one error, a line each with its place. */
export function fleetFileError(file: string, problems: readonly FleetFileProblem[]): AuditorError {
  const lines = problems.flatMap(({ line, column, path, message, excerpt }) => {
    const at = path === '' ? '' : `${path}: `
    const shown = excerpt === undefined ? [] : excerpt.split('\n').map((each) => `  ${each}`)
    return [`${file}:${line}:${column}: ${at}${message}`, ...shown]
  })
  const isYaml = problems.every(({ excerpt }) => excerpt === undefined)
  return new AuditorError('config', lines.join('\n'), {
    remedy: isYaml
      ? 'the schema is docs/fleet.schema.json; fleet-auditor init writes a commented example'
      : 'correct the YAML above the caret, then run it again: mistakes of other kinds are reported then',
  })
}
