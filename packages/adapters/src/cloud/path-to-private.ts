import { failed, type Failed } from '@fleet-auditor/model/section.ts'

/** Whether the vantage has a way (`resolve`, `connectTo`) to a host that the Internet has none to. */
export type HasPath = (host: string, port: number) => boolean

export const privateEndpoint = (host: string, words: string): Failed =>
  failed('private-endpoint', words, {
    kind: 'action',
    sentence: `give the vantage a way to ${host}:443 (resolve or connectTo in the fleet file), or audit from inside the network`,
  })
