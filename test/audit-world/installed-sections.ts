import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Snapshot, type Sections } from '@fleet-auditor/model/snapshot.ts'

const folder = path.join(import.meta.dirname, '../golden/snapshots')

const sectionsIn = (file: string): Sections =>
  Snapshot.parse(JSON.parse(readFileSync(path.join(folder, `${file}.json`), 'utf8'))).sections

/** What collectors saw of real installations, by what is wrong with them. */
const collected = {
  careless: sectionsIn('chart-defaults'),
  healthy: sectionsIn('healthy'),
  bare: sectionsIn('empty'),
}
export type Installation = keyof typeof collected

/** The sections of a cluster with such an installation, under its own UID. */
export function sectionsOf(installation: Installation, uid: string, at: string): Omit<Sections, 'cloud'> {
  const { cloud: _, ...sections } = collected[installation]
  const connection = { status: 'collected', value: { server: 'https://127.0.0.1:443' }, at } as const
  return { ...sections, connection, kubeSystem: { status: 'collected', value: { uid }, at } }
}
