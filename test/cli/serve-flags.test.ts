import { isLoopback, serveFlags } from '@fleet-auditor/cli/serve-flags.ts'
import { describe, expect, it } from 'vitest'

const raw = { concurrency: '8', deadline: '1h', clusterDeadline: '1m', data: 'data', port: '0' }

describe('the address to listen on', () => {
  it.each<[written: string, host: string, loopback: boolean]>([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.2', '127.0.0.2', true],
    ['localhost', 'localhost', true],
    ['::1', '::1', true],
    ['[::1]', '::1', true],
    ['[::]', '::', false],
    ['::', '::', false],
    ['0.0.0.0', '0.0.0.0', false],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', false],
    ['127.1', '127.1', false],
    ['127.0.0.1.example.com', '127.0.0.1.example.com', false],
  ])('%s', (written, host, loopback) => {
    const flags = serveFlags({ ...raw, host: written })
    expect([flags.host, isLoopback(flags.host)]).toEqual([host, loopback])
  })
})
