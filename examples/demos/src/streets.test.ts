// A crowd really comes from many addresses: with one, a platform that limits guessing would keep most of it out.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { openBrowser } from './browser.ts'
import { openStreets } from './streets.ts'

it('puts people at addresses a platform tells apart, two hundred at each', async () => {
  const server = createServer(({ socket }, response) => response.end(JSON.stringify(socket.remoteAddress)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    const platform = `http://localhost:${(server.address() as AddressInfo).port}`
    const streetOf = openStreets()
    const seen = []
    for (const resident of [0, 199, 200, 9_999, 50_000])
      seen.push((await openBrowser(platform, streetOf(resident)).call('GET', '/')).body)
    expect(seen).toEqual(['127.1.0.1', '127.1.0.1', '127.1.0.2', '127.1.0.50', '127.1.1.1'])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
