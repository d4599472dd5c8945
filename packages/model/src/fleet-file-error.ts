import { AuditorError } from './auditor-error.ts'
import type { FleetFileProblem } from './parse-fleet-file.ts'

/** All mistakes of a fleet file as one error, a line each with its place. */
export function fleetFileError(file: string, problems: readonly FleetFileProblem[]): AuditorError {
  const lines = problems.map(({ line, column, path, message }) => {
    const at = path === '' ? '' : `${path}: `
    return `${file}:${line}:${column}: ${at}${message}`
  })
  return new AuditorError('config', lines.join('\n'), {
    remedy: 'the schema is docs/fleet.schema.json; fleet-auditor init writes a commented example',
  })
}
