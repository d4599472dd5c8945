import type { Failed } from '@fleet-auditor/model/section.ts'
import { mapSections, sectionNames, type SectionName, type Sections } from '@fleet-auditor/model/snapshot.ts'

type ClusterSections = Omit<Sections, 'cloud'>

/** A cluster that refused the login: every section gives the reason. */
export function failedSections(failure: Failed): ClusterSections {
  const { cloud: _, ...sections } = mapSections(() => failure)
  return sections
}

/** Another cluster answered at this one's address: nothing of it is believed but what the cloud said. */
export const refusedSections = (seen: Sections, failure: Failed): Sections => ({
  ...mapSections(() => failure),
  cloud: seen.cloud,
})

/** The sections that could not be read, by name. */
export function failuresOf(sections: Sections): Partial<Record<SectionName, Failed>> {
  const failures: Partial<Record<SectionName, Failed>> = {}
  for (const name of sectionNames) {
    const section = sections[name]
    if (section.status === 'failed') failures[name] = section
  }
  return failures
}
