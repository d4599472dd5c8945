import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface HomeFolder {
  readonly home: string
  path(...names: readonly string[]): string
  /** Resolves to the file's path. */
  write(name: string, text: string, mode?: number): Promise<string>
  [Symbol.asyncDispose](): Promise<void>
}

/** A person's home, empty but for a kubeconfig where one is given. */
export async function homeFolder(kubeconfig?: string): Promise<HomeFolder> {
  const home = await mkdtemp(path.join(tmpdir(), 'fleet-auditor-home-'))
  const at = (...names: readonly string[]): string => path.join(home, ...names)
  const folder: HomeFolder = {
    home,
    path: at,
    async write(name, text, mode = 0o600) {
      await mkdir(path.dirname(at(name)), { recursive: true })
      await writeFile(at(name), text, { mode })
      return at(name)
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  }
  if (kubeconfig !== undefined) await folder.write('.kube/config', kubeconfig)
  return folder
}
