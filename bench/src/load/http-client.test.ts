// The connection of the load generator: one answer for each request, and no request that waits for ever.
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HttpConnection, openConnection } from './http-client.ts'

let server: Server
let connection: HttpConnection
/** What the server does with each request it gets. */
let answer: (reply: { say(text: string): void; hangUp(): void }) => void

beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('data', () => answer({ say: (text) => socket.write(text), hangUp: () => socket.destroy() }))
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  connection = openConnection(typeof address === 'object' && address !== null ? address.port : 0)
})
afterEach(() => {
  connection.close()
  server.close()
})

const page = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'

test('an answer comes whole', async () => {
  answer = ({ say }) => say(page)
  const { status, body } = await connection.send('GET / HTTP/1.1\r\n\r\n')
  expect([status, body.toString()]).toEqual([200, '{}'])
  expect(connection.isUsable()).toBe(true)
})

test('a connection that the server closed while nobody asked is not used again', async () => {
  answer = ({ say, hangUp }) => {
    say(page)
    setImmediate(hangUp)
  }
  await connection.send('GET / HTTP/1.1\r\n\r\n')
  await expect.poll(() => connection.isUsable()).toBe(false)
  // Asked all the same, it says so instead of waiting for an answer that cannot come.
  await expect(connection.send('GET / HTTP/1.1\r\n\r\n')).rejects.toThrow()
})

test('a request that is hung up on fails', async () => {
  answer = ({ hangUp }) => hangUp()
  await expect(connection.send('GET / HTTP/1.1\r\n\r\n')).rejects.toThrow('closed the connection')
})
