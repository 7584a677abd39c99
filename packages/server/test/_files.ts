// Sending files as a person's browser does: announced, in pieces, finished; and fetching what a message holds.
import { crc32, deflateSync } from 'node:zlib'
import type { Browser, Reply } from './_people-browser.ts'

/** The size of all pieces but the last. */
export const PIECE = 524_288

/** One request of bytes, as no JSON client sends it. */
export async function putPiece(
  { url, cookie }: Browser,
  path: string,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'PUT',
    headers: {
      origin: url,
      cookie: cookie ?? '',
      'content-type': 'application/octet-stream',
      ...headers,
    },
    body: new Uint8Array(bytes),
  })
  const text = await response.text()
  return {
    status: response.status,
    body: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  }
}

/** Announces a file and sends its pieces; gives its id. */
export async function sendPieces(
  browser: Browser,
  thread: string,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const begun = await browser.post(`/threads/${thread}/uploads`, { name, size: bytes.length })
  if (begun.status !== 201) throw new Error(`announcing answered ${begun.status} ${begun.body?.code}`)
  const { id } = begun.body
  for (let n = 0; n * PIECE < bytes.length; n++) {
    const piece = bytes.subarray(n * PIECE, (n + 1) * PIECE)
    const { status } = await putPiece(browser, `/threads/${thread}/uploads/${id}/pieces/${n}`, piece)
    if (status !== 204) throw new Error(`piece ${n} answered ${status}`)
  }
  return id
}

/** Sends a file whole; what finishing it answers. */
export async function upload(
  browser: Browser,
  thread: string,
  name: string,
  bytes: Uint8Array,
): Promise<Reply> {
  const id = await sendPieces(browser, thread, name, bytes)
  return browser.post(`/threads/${thread}/uploads/${id}/finish`)
}

/** A message with files; what sending it answers. */
export async function sendFiles(
  browser: Browser,
  thread: string,
  files: readonly (readonly [name: string, bytes: Uint8Array])[],
  text = '',
): Promise<Reply> {
  const attachments: { upload: string; alt: string }[] = []
  for (const [name, bytes] of files)
    attachments.push({ upload: (await upload(browser, thread, name, bytes)).body.id, alt: `about ${name}` })
  return browser.post(`/threads/${thread}/messages`, { text, attachments })
}

/** Fetches an address a message gave, as somebody or as nobody. */
export function fetched(url: string, path: string, cookie = ''): Promise<Response> {
  return fetch(`${url}${path}`, { headers: { cookie }, redirect: 'manual' })
}

/** A PNG of one bit a pixel: however large, a few hundred kilobytes at most. */
export function blackPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 1
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 1 })
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
