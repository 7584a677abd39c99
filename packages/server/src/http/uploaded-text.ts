// One text file out of a form (RFC 7578), for pages without scripts: bounded while it arrives, UTF-8 or refused, never on a disk.
import multipart, { type MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Problem } from '../problems.ts'
import { assertText } from './assert-text.ts'
import type { Http } from './server.ts'

/** The name of a form's file field. */
export const FILE_FIELD = 'file'

/** Lets the routes of a scope take a form of one file, of so many bytes at most, and of nothing else. */
export async function takeUploads(scope: Http, mostBytes: number): Promise<void> {
  await scope.register(multipart, { limits: { files: 1, fields: 0, parts: 1, fileSize: mostBytes } })
}

/**
 * The text of the file in a form, without a byte order mark.
 * @throws {Problem} BAD_REQUEST saying what is wrong with the file
 */
export async function uploadedText(request: FastifyRequest): Promise<string> {
  const bytes = await bytesOf(request)
  if (bytes.length === 0) throw badFile('is missing or empty; choose one')
  const text = decoded(bytes)
  assertText({ [FILE_FIELD]: text })
  return text
}

async function bytesOf(request: FastifyRequest): Promise<Buffer> {
  try {
    const sent: MultipartFile | undefined = await request.file()
    if (sent === undefined) return Buffer.alloc(0)
    const bytes = await sent.toBuffer()
    return sent.fieldname === FILE_FIELD ? bytes : Buffer.alloc(0)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'FST_REQ_FILE_TOO_LARGE') throw badFile('is larger than it may be; choose another one')
    throw badFile('did not arrive as a form sends one; send it from the page')
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badFile('is not text in UTF-8; save it as such')
  }
}

function badFile(problem: string): Problem {
  return new Problem('BAD_REQUEST', { errors: [{ at: FILE_FIELD, problem }] })
}
