import { parseImage } from '@fleet-auditor/model/image-reference.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'

type Version = readonly [major: number, minor: number, patch: number]

/** By the tag of its image, where that names one (`stable-v1.0.64`, `1.0.3`): labels of charts are of another line. */
export function versionOf({ containers }: Workload): Version | undefined {
  for (const { image, init } of containers) {
    const tag = init ? '' : (parseImage(image).tag ?? '')
    const [, major, minor, patch] = /(?:^|[^\d.])v?(\d+)\.(\d+)\.(\d+)(?:[^\d.]|$)/.exec(tag) ?? []
    if (patch !== undefined) return [Number(major), Number(minor), Number(patch)]
  }
  return undefined
}

export function isOlder(version: Version, than: Version): boolean {
  const differing = than.findIndex((part, index) => part !== version[index])
  return differing >= 0 && (version[differing] ?? 0) < (than[differing] ?? 0)
}
