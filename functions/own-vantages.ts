import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/**
 * The fleet as a function sees it: of the vantages only those that are declared for functions here, which are this
 * process's own. A vantage of a person's machine proves nothing about what is probed from a function.
 */
export function withOwnVantages(fleet: FleetFile, region: string | undefined): FleetFile {
  const vantages = fleet.vantages
    .filter((vantage) => vantage.kind === 'lambda' && (vantage.region ?? region) === region)
    .map((vantage) => ({ ...vantage, kind: 'local' as const }))
  return { ...fleet, vantages }
}
