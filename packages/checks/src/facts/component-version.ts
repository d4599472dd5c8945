import { compareVersions, parseImage, versionOf, type Version } from '@fleet-auditor/model/image-reference.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'

/** By the tag of an image of its own, where that names one: labels of charts are of another line. */
export const componentVersion = ({ containers }: Workload): Version | undefined =>
  containers
    .filter(({ init }) => !init)
    .map(({ image }) => versionOf(parseImage(image)))
    .find((version) => version !== undefined)

export const isOlder = (version: Version, than: Version): boolean => compareVersions(version, than) < 0
