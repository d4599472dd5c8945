import { withConnection } from './connection.ts'
import type { Probe } from './probe.ts'
import { authentication, secure } from './secure.ts'
import { collectSamples, mapSamples, timingOf } from './timing.ts'
import { touch } from './touch.ts'

const httpsPort = 443

/** The target that a vantage knows to answer: connects, and on 443 a TLS handshake, which no port filter fakes. */
export const probeControl: Probe = async (target, { dial, wanted, authority }) => {
  const who = target.port === httpsPort ? authentication(target.host, authority) : undefined
  const cold = await withConnection(dial, async (connection) => ({
    connectMs: connection.connectMs,
    tls: who ? await secure(connection, who) : undefined,
  }))
  const connects = await collectSamples(() => touch(dial, who), 2, wanted)
  return {
    status: 'answered',
    connect: timingOf(
      mapSamples(connects, ({ ms }) => ms),
      cold.connectMs,
    ),
    tls: cold.tls,
  }
}
