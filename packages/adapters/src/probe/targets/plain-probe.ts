import { authentication } from '../connection/secure.ts'
import { timingOf } from '../connection/timing.ts'
import { askOnce, locationOf, type OneAnswer } from './one-request.ts'
import type { Probe } from './probe.ts'

/** Whether the plane's host answers by plain HTTP, and where it redirects to. */
export const probePlain: Probe = async (target, { dial }) =>
  resultOf(await askOnce({ target, path: `${target.path ?? ''}/healthz/ready`, dial, who: undefined }))

/** A Remote Provider over HTTPS: any HTTP answer shows that it is there. */
export const probeProvider: Probe = async (target, { dial, authority }) =>
  resultOf(await askOnce({ target, path: '/', dial, who: authentication(target.host, authority), enough: () => true }))

const resultOf = (answer: OneAnswer) =>
  ({
    status: 'answered',
    connect: timingOf({ accepted: [], late: [] }, answer.connectMs),
    tls: answer.tls,
    httpStatus: answer.status,
    location: locationOf(answer),
  }) as const
