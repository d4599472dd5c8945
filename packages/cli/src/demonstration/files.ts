import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { DemonstrationHandout } from '@fleet-auditor/simulator/demonstration/start-demonstration.ts'
import { stringify } from 'yaml'

/** Everything the demonstration leaves behind, in one folder. */
export interface DemonstrationFiles {
  readonly folder: string
  readonly fleet: string
  readonly authority: string
  readonly googleCredentials: string
  /** Folder of the embedded store. */
  readonly store: string
}

export const demonstrationFiles = (folder: string): DemonstrationFiles => ({
  folder,
  fleet: path.join(folder, 'fleet.yaml'),
  authority: path.join(folder, 'authority.pem'),
  googleCredentials: path.join(folder, 'google-credentials.json'),
  store: path.join(folder, 'data'),
})

const heading = `# The demonstration fleet, as \`fleet-auditor demo\` wrote it last. Only the ports behind \`endpoints\` and \`connectTo\`
# make it one: they are servers on this machine, which end with the demonstration.
`

export async function prepareFolder({ folder }: DemonstrationFiles): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw new AuditorError('config', `the demonstration's folder cannot be made: ${error.message}`, {
      place: folder,
      remedy: 'name another with --data',
      cause: error,
    })
  })
}

/** What a person would have had to write to audit this fleet. */
export async function writeHandout(files: DemonstrationFiles, handout: DemonstrationHandout): Promise<void> {
  const texts: readonly (readonly [file: string, text: string])[] = [
    [files.fleet, `${heading}${stringify(handout.fleet, { lineWidth: 0 })}`],
    [files.authority, handout.authorityPem],
    [files.googleCredentials, `${JSON.stringify(handout.google, null, 2)}\n`],
  ]
  for (const [file, text] of texts) {
    await writeFile(file, text, { mode: 0o600 }).catch((error: Error) => {
      throw new AuditorError('config', `a file of the demonstration was not written: ${error.message}`, {
        place: file,
        remedy: 'name another folder with --data',
        cause: error,
      })
    })
  }
}
