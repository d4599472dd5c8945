import { dialledAddress } from '@fleet-auditor/adapters/kubeconfig/dialled-address.ts'
import { expect, it } from 'vitest'

it.each([
  ['https://127.0.0.1:6443', undefined, '127.0.0.1', 6443, true],
  ['https://127.9.9.9', undefined, '127.9.9.9', 443, true],
  ['https://[::1]:6443/base', undefined, '::1', 6443, true],
  ['https://[::ffff:127.0.0.1]', undefined, '::ffff:7f00:1', 443, true],
  ['https://localhost:1', undefined, 'localhost', 1, true],
  ['https://kind.localhost', undefined, 'kind.localhost', 443, true],
  ['https://localhost.example.test', undefined, 'localhost.example.test', 443, false],
  ['https://10.0.0.1', undefined, '10.0.0.1', 443, false],
  ['https://0.0.0.0:6443', undefined, '0.0.0.0', 6443, false],
  ['https://api.test', 'http://127.0.0.1:3128', '127.0.0.1', 3128, true],
  ['https://127.0.0.1', 'http://proxy.test', 'proxy.test', 80, false],
  ['https://api.test', 'socks5://proxy.test', 'proxy.test', 1080, false],
])('%s through %s dials %s:%i (loopback: %s)', (server, proxyUrl, host, port, loopback) => {
  expect(dialledAddress({ server, ...(proxyUrl ? { proxyUrl } : {}) })).toEqual({ host, port, loopback })
})
