// The log's signature over a checkpoint: another log's, another key's and changed ones are refused.
import { generateKeyPairSync } from 'node:crypto'
import { formatVerifierKey, NoteError, parseNote, parseVerifierKey } from '@countersign/tlog'
import { describe, expect, it } from 'vitest'
import { sha256 } from './hash.ts'
import { createLogSigner } from './log-signer.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const signer = createLogSigner('localhost:4747/log', privateKey)
const root = new Uint8Array(32).fill(3)

describe('the log signer', () => {
  it('takes no other kind of key and no name that cannot sign', () => {
    const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(() => createLogSigner('localhost:4747/log', other)).toThrow(TypeError)
    expect(() => createLogSigner('local host', privateKey)).toThrow(NoteError)
  })

  it('opens nothing but its own', () => {
    const note = signer.sign(12, root)
    const stranger = createLogSigner('localhost:4747/log', generateKeyPairSync('ed25519').privateKey)
    const elsewhere = createLogSigner('elsewhere.example/log', privateKey)
    expect(() => stranger.open(note)).toThrow(NoteError)
    expect(() => elsewhere.open(note)).toThrow(NoteError)
    expect(() => signer.open(note.replace('\n12\n', '\n13\n'))).toThrow(NoteError)
    expect(() => signer.open('')).toThrow(NoteError)
  })

  it('signs a checkpoint that opens to what was signed, under a key third parties can read', () => {
    const note = signer.sign(12, root)
    expect(signer.open(note)).toEqual({ origin: 'localhost:4747/log', size: 12, root, extensions: [] })
    expect(parseNote(note).text.startsWith('localhost:4747/log\n12\n')).toBe(true)
    expect(parseVerifierKey(formatVerifierKey(signer.verifierKey), sha256)).toEqual(signer.verifierKey)
  })
})
