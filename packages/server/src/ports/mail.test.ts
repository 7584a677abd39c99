// Mail goes whole into a folder for its owner's eyes, or to a mail server; what was not taken is an error.
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { noMailer, openMailer } from './mail.ts'
import { systemRandom } from './random.ts'

const mail = {
  to: 'ana@example.org',
  subject: 'Ist das Ihre Adresse? ✉',
  text: 'Ja.\n.\nNein.',
  language: 'en',
} as const
const from = 'no-reply@chat.example'

/** A mail server of few words (RFC 5321). It takes mail for everybody but `refused@`. */
async function mailServer() {
  const heard: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 test\r\n')
    let inMail = false
    createInterface({ input: socket }).on('line', (line) => {
      heard.push(line)
      if (inMail && line !== '.') return
      const wasInMail = inMail
      inMail = line === 'DATA'
      const refuses = line.startsWith('RCPT TO:<refused@')
      socket.write(
        wasInMail ? '250 taken\r\n' : inMail ? '354 go on\r\n' : refuses ? '550 no\r\n' : '250 yes\r\n',
      )
    })
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `smtp://localhost:${address.port}`, heard, close: () => server.close() }
}

it('refuses where there is nowhere to send it, and where the server does not take it', async () => {
  await expect(noMailer.send(mail)).rejects.toThrow('without a mailer')
  const away = openMailer({ kind: 'smtp', url: 'smtp://localhost:1', from }, systemRandom)
  await expect(away.send(mail)).rejects.toThrow()
  const server = await mailServer()
  const mailer = openMailer({ kind: 'smtp', url: server.url, from }, systemRandom)
  await expect(mailer.send({ ...mail, to: 'refused@example.org' })).rejects.toThrow()
  await mailer.send(mail)
  server.close()
  expect(server.heard).toContain(`RCPT TO:<${mail.to}>`)
  expect(server.heard).toContain(`MAIL FROM:<${from}>`)
  // A line of one dot is part of the mail, not its end (RFC 5321 §4.5.2).
  expect(server.heard).toContain('..')
})

it('writes each mail whole into a folder only its owner can read', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'countersign-mail-')), 'mail')
  const mailer = openMailer({ kind: 'folder', folder, from }, systemRandom)
  await Promise.all([mailer.send(mail), mailer.send(mail)])
  const names = await readdir(folder)
  expect(names).toHaveLength(2)
  const path = join(folder, names[0] ?? '')
  expect([(await stat(folder)).mode & 0o777, (await stat(path)).mode & 0o777]).toEqual([0o700, 0o600])
  const written = await readFile(path, 'utf8')
  expect(written).toMatch(/^To: ana@example\.org\r?$/m)
  expect(written).toMatch(/^From: no-reply@chat\.example\r?$/m)
  expect(written).toMatch(/^Content-Language: en\r?$/m)
  expect(written).toMatch(/^Content-Type: multipart\/alternative/m)
  await rm(join(folder, '..'), { recursive: true })
})
