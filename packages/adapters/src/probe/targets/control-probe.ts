import { withConnection } from '../connection/connection.ts'
import { authentication, secure } from '../connection/secure.ts'
import { collectSamples, mapSamples, timingOf } from '../connection/timing.ts'
import { sampleConnect, type Probe } from './probe.ts'

const httpsPort = 443

/** The target that a vantage knows to answer: connects, and on 443 a TLS handshake, which no port filter fakes. */
export const probeControl: Probe = async (target, { dial, wanted, authority }) => {
  const who = target.port === httpsPort ? authentication(target.host, authority) : undefined
  const cold = await withConnection(dial, async (connection) => ({
    connectMs: connection.connectMs,
    tls: who ? await secure(connection, who) : undefined,
  }))
  const connects = await collectSamples(() => sampleConnect(dial, who), 2, wanted)
  return {
    status: 'answered',
    connect: timingOf(
      mapSamples(connects, ({ ms }) => ms),
      cold.connectMs,
    ),
    tls: cold.tls,
  }
}
