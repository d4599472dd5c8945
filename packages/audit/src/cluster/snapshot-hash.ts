import { canonical } from '@fleet-auditor/model/canonical.ts'
import { sectionNames, type Sections, type Snapshot } from '@fleet-auditor/model/snapshot.ts'
import { shortHash } from '../hash.ts'

/** A snapshot without its times has the same content on a quiet night, and so the same hash: it is stored once. */
export function hashedSnapshot(body: Snapshot): { readonly hash: string; readonly body: Snapshot } {
  const timeless: Record<string, unknown> = {}
  for (const name of sectionNames) timeless[name] = withoutTime(body.sections[name])
  return { hash: shortHash(canonical({ locator: body.locator, provider: body.provider, sections: timeless })), body }
}

function withoutTime(section: Sections[keyof Sections]): unknown {
  if (section.status === 'failed') return section
  return { status: section.status, value: section.value }
}
