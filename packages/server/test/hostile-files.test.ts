// Hostile uploads: whatever a file says it is, a browser that opens it shows pixels we wrote, or saves bytes.
import { connect } from 'node:net'
import { makeWorld, onServer, testServer } from '@countersign/testkit'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { cleanName } from '../src/files/file-name.ts'
import { blackPng, fetched, PIECE, putPiece, sendFiles, sendPieces, upload } from './_files.ts'
import { problem, signedInBrowser } from './_people-browser.ts'

const { system, url, clock, database } = await testServer()
const world = await makeWorld(system, clock)
const { thread } = world
const ana = await signedInBrowser(url, world.login('ana'))
const uploads = `/threads/${thread}/uploads`
const pixels = sharp({ create: { width: 60, height: 40, channels: 3, background: '#357' } })
const script = '<html><script>alert(document.domain)</script></html>'
const attached = async (name: string, bytes: Uint8Array) =>
  (await sendFiles(ana, thread, [[name, bytes]])).body.attachments[0]
const get = (path: string) => fetched(url, path, ana.cookie)

describe('a file that says it is something else', () => {
  it.each([
    ['HTML named .png', 'holiday.png', Buffer.from(script)],
    ['SVG with a script', 'logo.svg', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`)],
    ['XML named .jpg', 'a.jpg', Buffer.from(`<?xml version="1.0"?>${script}`)],
    ['PDF', 'a.pdf', Buffer.from('%PDF-1.7 /JS (app.alert(1))')],
    ['a Windows bitmap', 'a.png', Buffer.from('BM6\0\0\0\0\0\0\0')],
  ])('%s is bytes to be saved, and shown nowhere', async (_, name, bytes) => {
    const { file, picture, name: kept } = await attached(name, bytes)
    expect([picture, kept]).toEqual([null, name])
    const got = await get(file)
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename=/)
    for (const form of ['whole', 'medium', 'small'])
      expect((await get(file.replace(/file$/, form))).status).toBe(404)
  })

  it('a picture that is a page too is written anew: the page is gone, in every size', async () => {
    for (const picture of [pixels.clone().gif(), pixels.clone().jpeg(), pixels.clone().png()]) {
      const bytes = Buffer.concat([await picture.toBuffer(), Buffer.from(script)])
      const one = await attached('both.html', bytes)
      expect(one).toMatchObject({ name: 'both.webp', picture: { width: 60, height: 40 } })
      for (const path of [one.file, one.picture.whole, one.picture.medium, one.picture.small]) {
        const got = Buffer.from(await (await get(path)).arrayBuffer())
        expect(got.includes('script')).toBe(false)
        expect((await sharp(got).metadata()).format).toBe('webp')
      }
    }
  })

  it('where a photograph was taken and with what is gone, and it stands upright', async () => {
    const photo = await pixels
      .clone()
      .withExif({
        IFD0: { Make: 'SECRET-CAMERA' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>')
      .jpeg()
      .toBuffer()
    expect(photo.includes('SECRET-CAMERA') && photo.includes('SECRET-XMP')).toBe(true)
    const one = await attached('IMG_1.jpg', photo)
    expect(one.picture).toMatchObject({ width: 40, height: 60 })
    for (const path of [one.file, one.picture.medium, one.picture.small]) {
      const got = Buffer.from(await (await get(path)).arrayBuffer())
      expect(got.includes('SECRET')).toBe(false)
      const { exif, xmp, orientation, icc } = await sharp(got).metadata()
      expect([exif, xmp, orientation, icc]).toEqual([undefined, undefined, undefined, undefined])
    }
    const left = await onServer(database.owner, (client) =>
      client.query(`select from file_pieces where position('SECRET'::bytea in bytes) > 0`),
    )
    expect(left.rowCount).toBe(0)
  })
})

describe('a picture that is none', () => {
  it.each([
    ['of nine hundred million pixels', () => blackPng(30_000, 30_000)],
    ['of a script that begins like one', () => Buffer.from('GIF89/*;*/=alert(1)')],
    ['cut in the middle', async () => (await noise()).subarray(0, 20_000)],
    ['of a head alone', () => blackPng(64, 64).subarray(0, 40)],
    [
      'with a broken body',
      async () => Buffer.concat([(await noise()).subarray(0, 9_000), Buffer.alloc(9_000)]),
    ],
  ])('%s is refused, can be given up, and leaves nothing', async (_, make) => {
    const id = await sendPieces(ana, thread, 'bomb.png', await make())
    const started = performance.now()
    expect(problem(await ana.post(`${uploads}/${id}/finish`))).toBe('422 BAD_PICTURE')
    expect(performance.now() - started).toBeLessThan(10_000)
    const attachments = [{ upload: id }]
    expect(problem(await ana.post(`/threads/${thread}/messages`, { text: '', attachments }))).toBe(
      '400 BAD_REQUEST',
    )
    expect((await ana.delete(`${uploads}/${id}`)).status).toBe(204)
  })

  const noise = () =>
    sharp({
      create: {
        width: 200,
        height: 200,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .png()
      .toBuffer()
})

describe('bytes that are not what was announced', () => {
  it('none, too many, too few, another length and another place are refused', async () => {
    expect(problem(await ana.post(uploads, { name: 'a', size: 0 }))).toBe('400 BAD_REQUEST')
    expect(problem(await ana.post(uploads, { name: 'a', size: 1.5 }))).toBe('400 BAD_REQUEST')
    expect(problem(await ana.post(uploads, { name: 'a', size: 20_000_001 }))).toBe('413 FILE_TOO_LARGE')
    const { id } = (await ana.post(uploads, { name: 'a', size: PIECE + 10 })).body
    const pieces = `${uploads}/${id}/pieces`
    const put = async (n: string, length: number) =>
      problem(await putPiece(ana, `${pieces}/${n}`, Buffer.alloc(length, 1)))
    expect(await put('0', PIECE + 1)).toBe('413 TOO_LARGE')
    for (const [n, length] of [
      ['0', 10],
      ['0', 0],
      ['1', 11],
      ['1', PIECE],
      ['2', 10],
      ['-1', 10],
      ['01', 10],
      ['1e3', 10],
    ] as const)
      expect(await put(n, length), `${n} of ${length}`).toBe('400 BAD_REQUEST')
    expect(problem(await ana.post(`${uploads}/${id}/finish`))).toBe('409 NOT_WHOLE')
    expect((await putPiece(ana, `${pieces}/1`, Buffer.alloc(10, 1))).status).toBe(204)
    expect(problem(await ana.post(`${uploads}/${id}/finish`))).toBe('409 NOT_WHOLE')
    expect((await putPiece(ana, `${pieces}/0`, Buffer.alloc(PIECE, 1))).status).toBe(204)
    // Sent twice, as after an answer that was lost, it is there once; other bytes do not take its place.
    expect((await putPiece(ana, `${pieces}/0`, Buffer.alloc(PIECE, 2))).status).toBe(204)
    expect((await ana.post(`${uploads}/${id}/finish`)).body.size).toBe(PIECE + 10)
    const sent = await ana.post(`/threads/${thread}/messages`, { text: '', attachments: [{ upload: id }] })
    const got = Buffer.from(await (await get(sent.body.attachments[0].file)).arrayBuffer())
    expect(got.equals(Buffer.alloc(PIECE + 10, 1))).toBe(true)
  })

  it('another type, another site, and a form another site can send without asking are refused', async () => {
    const { id } = (await ana.post(uploads, { name: 'a', size: 3 })).body
    const path = `${uploads}/${id}/pieces/0`
    const bytes = Buffer.from('abc')
    for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x', 'image/png'])
      expect(problem(await putPiece(ana, path, bytes, { 'content-type': type }))).toBe('415 WRONG_TYPE')
    expect(problem(await putPiece(ana, path, bytes, { origin: 'https://evil.example' }))).toBe(
      '403 WRONG_ORIGIN',
    )
    expect((await putPiece(ana, path, bytes)).status).toBe(204)
  })

  it('a body that stops in the middle keeps nothing', async () => {
    const { id } = (await ana.post(uploads, { name: 'a', size: 1_000 })).body
    const { hostname: host, port } = new URL(url)
    await new Promise<void>((resolve, reject) => {
      const socket = connect({ host, port: Number(port) }, () => {
        socket.write(
          `PUT /api/v1${uploads}/${id}/pieces/0 HTTP/1.1\r\nhost: ${host}:${port}\r\norigin: ${url}\r\n` +
            `cookie: ${ana.cookie}\r\ncontent-type: application/octet-stream\r\ncontent-length: 1000\r\n\r\nhalf`,
          () => socket.destroy(),
        )
      })
      socket.on('close', () => resolve())
      socket.on('error', reject)
    })
    expect(problem(await ana.post(`${uploads}/${id}/finish`))).toBe('409 NOT_WHOLE')
  })
})

describe('a name', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Ana\\Desktop\\secret plan.docx', 'secret plan.docx'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\u0000b\r\nContent-Type: text\u200b/html', 'html'],
    ['\u2066\u200b\u2069', 'file'],
    ['...', 'file'],
    ['', 'file'],
    ['Ελλάδα 2026.txt', 'Ελλάδα 2026.txt'],
    [`${'x'.repeat(300)}.tar`, `${'x'.repeat(116)}.tar`],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanName(given)).toBe(kept)
  })

  it('in a header is one header, in any script', async () => {
    const { file } = await attached('"; filename="x.html\u202E\u{1F600} ürlaub".exe', Buffer.from('MZ'))
    const header = (await get(file)).headers.get('content-disposition') ?? ''
    expect(header).toMatch(/^attachment; filename="[^"\\]*(\\"[^"\\]*)*"; filename\*=UTF-8''[\w%.~-]+$/)
    expect(header).toContain('%C3%BCrlaub')
  })
})

describe('part of a file', () => {
  it('is not served: a range is answered with the whole', async () => {
    const { file } = await attached('a.bin', Buffer.from('0123456789'))
    const got = await fetch(`${url}${file}`, { headers: { cookie: ana.cookie ?? '', range: 'bytes=2-3' } })
    expect([got.status, await got.text()]).toEqual([200, '0123456789'])
  })

  it('somebody else’s upload of the same bytes says nothing about mine', async () => {
    const bytes = Buffer.from('%PDF the same in both')
    const ben = await signedInBrowser(url, world.login('ben'))
    const one = (await upload(ana, thread, 'a.pdf', bytes)).body
    const other = (await upload(ben, thread, 'a.pdf', bytes)).body
    expect(other.id).not.toBe(one.id)
    expect({ ...other, id: '' }).toEqual({ ...one, id: '' })
  })
})
