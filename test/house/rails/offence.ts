/** One thing that a rail forbids: by what it is known in `offenders.json`, and where it stands today. */
export interface Offence {
  readonly key: string
  readonly place: string
}
