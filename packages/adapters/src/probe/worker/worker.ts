import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { createNameLookup } from '../addresses/name-lookup.ts'
import { createProbing } from '../probe-targets.ts'
import { createLoopWatch } from './loop-watch.ts'
import { Order, WorkerSettings, type Reply } from './worker-message.ts'

/** The thread that holds every probe's connection, so that nothing else delays what it times. */
function serve(port: MessagePort): void {
  const { sockets, dnsServers } = WorkerSettings.parse(workerData)
  const probeTargets = createProbing({
    sockets,
    watch: createLoopWatch(),
    lookup: createNameLookup({ servers: dnsServers }),
  })
  const running = new Map<number, AbortController>()
  const run = async ({ id, request }: Extract<Order, { type: 'probe' }>) => {
    const controller = new AbortController()
    running.set(id, controller)
    const observations = await probeTargets(request, controller.signal)
    running.delete(id)
    port.postMessage({ id, observations } satisfies Reply)
  }
  port.on('message', (message: unknown) => {
    const order = Order.parse(message)
    if (order.type === 'cancel') running.get(order.id)?.abort()
    // A failure ends the thread, and the other side answers for it.
    else void run(order)
  })
}

if (parentPort) serve(parentPort)
