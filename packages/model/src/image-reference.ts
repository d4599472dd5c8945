/** An image reference taken apart: `registry:port/name:tag@digest`. */
export interface ImageReference {
  readonly name: string
  readonly tag?: string
  readonly digest?: string
}

/** A colon is a tag's only after the last slash: before it, it belongs to a registry's port. */
export function parseImage(image: string): ImageReference {
  const [rest = '', digest] = image.split('@', 2)
  const slash = rest.lastIndexOf('/')
  const colon = rest.indexOf(':', slash + 1)
  const name = colon < 0 ? rest : rest.slice(0, colon)
  const tag = colon < 0 ? undefined : rest.slice(colon + 1)
  return { name, tag: tag || undefined, digest: digest || undefined }
}

/** The last part of the name: `meshery-operator` of `registry:5000/meshery/meshery-operator:1.0.5`. */
export const repositoryOf = ({ name }: ImageReference): string => name.slice(name.lastIndexOf('/') + 1)

/** A full x.y.z stands in it (`stable-v1.0.64`, `2.14.2-alpine`), or it is a commit. */
const fullVersion = /(?:^|[^\d.])v?(\d+)\.(\d+)\.(\d+)(?:[^\d.]|$)/
const commit = /^([a-z]+-)?(?=[a-f]*\d)[0-9a-f]{7,40}$/i

/** Why an image may be another one tomorrow; undefined when it is pinned by digest or by a tag that names one build. */
export function movingBecause({ tag, digest }: ImageReference): string | undefined {
  if (digest) return undefined
  if (tag === undefined) return 'no tag: latest is meant'
  return fullVersion.test(tag) || commit.test(tag) ? undefined : `the tag ${tag} moves`
}

/** Major, minor and patch. */
export type Version = readonly [major: number, minor: number, patch: number]

/** The full version in an image's tag; undefined where only a digest or a moving tag names it. */
export function versionOf({ tag = '' }: ImageReference): Version | undefined {
  const [, major, minor, patch] = fullVersion.exec(tag) ?? []
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

/** Below zero where `a` is the older one, zero where they are the same. */
export const compareVersions = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
