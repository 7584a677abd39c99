// What the clients know: every act with what came of it, and every byte a partner received.
import type { PartnerId, PersonId } from '@countersign/protocol'
import type { Exchange } from './exchange.ts'

/** An act that sets something one client alone sets, one act after the other. */
export interface Write {
  /** What is true after it, as the database's row says it. */
  readonly state: string
  /** How its entry in the ledger shows. */
  readonly entry: string
  readonly began: number
  /** When the client knew it was done; undefined while it does not. It may be done all the same. */
  ackedAt: number | undefined
}

/** Something that is set again and again: a switch, an answer, a permission, the words of a message. */
export interface Register {
  readonly name: string
  /** What was true before the first act. */
  readonly before: string
  readonly writes: Write[]
  /** Whether setting it to what it is already makes no entry. */
  readonly repeats: (entry: string) => 'enters again' | 'enters nothing'
}

/** An act on its way. */
export interface Acting {
  acknowledged(): void
  /** It was refused for a reason that says that nothing happened. */
  refused(): void
}

/** A message somebody sent: its words begin with its mark. Its id is known once it is acknowledged. */
export interface Sent {
  readonly mark: string
  ackedAt: number | undefined
  id: string | undefined
}

/** What a partner received for one call. */
export interface Answer {
  readonly person: PersonId
  readonly partner: PartnerId
  readonly verb: 'threads.list' | 'messages.read' | 'members.see'
  readonly got: Exchange
}

/** Everything the clients know, growing. */
export interface Journal {
  readonly registers: ReadonlyMap<string, Register>
  readonly sent: readonly Sent[]
  /** Not looked at yet; whoever looks takes them away. */
  readonly answers: Answer[]
  /** The server whose long answer is on its way to a reader that is slow; undefined while none is. */
  midway: string | undefined
  /** When the newest call began that was answered with data, whole. */
  lastServed: number
  register(register: Omit<Register, 'writes'>): Register
  begin(register: Register, write: Pick<Write, 'state' | 'entry'>): Acting
  send(mark: string): Sent
  /** Nobody was there to take it: it was not sent. */
  unsend(message: Sent): void
}

/** A journal with nothing in it. */
export function openJournal(): Journal {
  const registers = new Map<string, Register>()
  const sent: Sent[] = []
  return {
    registers,
    sent,
    answers: [],
    midway: undefined,
    lastServed: 0,
    register(made) {
      const register: Register = { ...made, writes: [] }
      registers.set(register.name, register)
      return register
    },
    begin({ writes }, { state, entry }) {
      const write: Write = { state, entry, began: performance.now(), ackedAt: undefined }
      writes.push(write)
      return {
        acknowledged() {
          write.ackedAt = performance.now()
        },
        refused: () => void writes.splice(writes.indexOf(write), 1),
      }
    },
    send(mark) {
      const message: Sent = { mark, ackedAt: undefined, id: undefined }
      sent.push(message)
      return message
    },
    unsend: (message) => void sent.splice(sent.lastIndexOf(message), 1),
  }
}

/**
 * What a register can have been at some moment between `from` and `to`: what was acknowledged last before, and whatever
 * was begun since. One client sets it, one act after the other, so nothing earlier than that can come back.
 */
export function possibleStates({ before, writes }: Register, from: number, to: number): ReadonlySet<string> {
  const states = new Set<string>()
  for (let i = writes.length - 1; i >= 0; i--) {
    const write = writes[i]
    if (write === undefined || write.began > to) continue
    states.add(write.state)
    if (write.ackedAt !== undefined && write.ackedAt < from) return states
  }
  return states.add(before)
}
