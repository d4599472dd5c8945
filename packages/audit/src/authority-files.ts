import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'

/** PEM files that the fleet file names beside its endpoints, each once, as they are written there. */
export const authorityFiles = ({ endpoints }: FleetFile): string[] => [
  ...new Set(Object.values(endpoints).flatMap((endpoint) => endpoint?.ca ?? [])),
]

/** Whether a deployment can pack a file under the name that it has: inside the project, by a path from its root. */
export const isInsideProject = (file: string): boolean =>
  !/^([/\\]|[A-Za-z]:)/.test(file) && !file.split(/[/\\]/).includes('..')
