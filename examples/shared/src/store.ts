// What a partner keeps: browser sessions, people's connections, every answer it received, and records of its own. SQLite.
import { createHash } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Connection, Exchange, PendingConnection } from '@countersign/sdk'
import { Records } from './records.ts'

/** A browser's session. */
export interface Session {
  /** The person as the platform names them to us; null until connected. */
  readonly person: string | null
  /** An authorization that has begun, and for which feature. */
  readonly pending: { readonly feature: string; readonly begun: PendingConnection } | null
  /** What to do once connected. */
  readonly wanted: string | null
}

/** One exchange as it was kept. */
export interface KeptExchange extends Exchange {
  /** Milliseconds UTC. */
  readonly at: number
}

/** Something the person asked for, and all that came of it. */
export interface Round {
  readonly id: number
  readonly at: number
  /** Its name on the person's page. */
  readonly what: string
  readonly feature: string
  /** Whether it read something of the person's. */
  readonly reads: boolean
  /** An error that is not in any answer, such as a connection that ended; null when there was none. */
  readonly trouble: { readonly code: string; readonly words: string } | null
  readonly exchanges: readonly KeptExchange[]
}

const tables = `
  create table if not exists sessions (
    id_hash text primary key, person text, pending text, wanted text, made_at integer not null
  ) strict;
  create table if not exists connections (
    person text not null, feature text not null, connection text not null, primary key (person, feature)
  ) strict;
  create table if not exists rounds (
    id integer primary key autoincrement, person text not null, at integer not null, what text not null, feature text not null,
    reads integer not null, code text, words text
  ) strict;
  create table if not exists exchanges (
    id integer primary key, round integer not null references rounds on delete cascade, at integer not null,
    method text not null, path text not null, purpose text, status integer not null, decision text, raw text not null
  ) strict;
  create index if not exists rounds_by_person on rounds (person, id);
  create index if not exists exchanges_by_round on exchanges (round);`

/** Sessions end after this many milliseconds: 30 days. */
const sessionMs = 30 * 86_400_000
/** Older rounds of a person are deleted: nobody needs them. */
const roundsKept = 20

/** The store of a data folder. Every write is durable when its method returns. */
export class Store {
  readonly #db: DatabaseSync
  /** What the partner keeps of its own about people. */
  readonly records: Records

  /** @param name the file is called after it */
  constructor(dataDir: string, name: string) {
    const path = join(dataDir, `${name}.sqlite`)
    // SQLite makes files by the umask; this one holds tokens.
    closeSync(openSync(path, 'a', 0o600))
    this.#db = new DatabaseSync(path)
    this.#db.exec(
      `pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on; ${tables}`,
    )
    this.records = new Records(this.#db)
  }

  /** The session of a cookie; undefined when there is none or it has ended at `now`. */
  session(cookie: string, now: number): Session | undefined {
    const row = this.#db
      .prepare('select person, pending, wanted from sessions where id_hash = ? and made_at > ?')
      .get(hashOf(cookie), now - sessionMs)
    if (row === undefined) return undefined
    return {
      person: text(row['person']),
      pending: row['pending'] === null ? null : (JSON.parse(String(row['pending'])) as Session['pending']),
      wanted: text(row['wanted']),
    }
  }

  /** Keeps a session under its cookie, of which only the hash is stored. */
  saveSession(cookie: string, { person, pending, wanted }: Session, now: number): void {
    this.#db.prepare('delete from sessions where made_at <= ?').run(now - sessionMs)
    this.#db
      .prepare(
        `insert into sessions (id_hash, person, pending, wanted, made_at) values (?, ?, ?, ?, ?)
         on conflict (id_hash) do update set person = excluded.person, pending = excluded.pending, wanted = excluded.wanted`,
      )
      .run(hashOf(cookie), person, pending === null ? null : JSON.stringify(pending), wanted, now)
  }

  /** The connection of a person to a feature. */
  connection(person: string, feature: string): Connection | undefined {
    return this.connections(person).find((one) => one.feature === feature)?.connection
  }

  /** Every connection of a person. They share one delivery chain, so each says the last number any of them received. */
  connections(person: string): readonly { readonly feature: string; readonly connection: Connection }[] {
    const rows = this.#db
      .prepare('select feature, connection from connections where person = ? order by feature')
      .all(person)
    const kept = rows.map((row) => ({
      feature: String(row['feature']),
      connection: JSON.parse(String(row['connection'])) as Connection,
    }))
    const last = Math.max(0, ...kept.map(({ connection }) => connection.deliveries.last))
    return kept.map(({ feature, connection }) => ({
      feature,
      connection: { ...connection, deliveries: { last } },
    }))
  }

  /** Keeps a person's connection to a feature. The delivery chain never goes back. */
  saveConnection(feature: string, connection: Connection): void {
    const known = this.connections(connection.person)[0]?.connection.deliveries.last ?? 0
    const deliveries = { last: Math.max(known, connection.deliveries.last) }
    this.#db
      .prepare(
        `insert into connections (person, feature, connection) values (?, ?, ?)
         on conflict (person, feature) do update set connection = excluded.connection`,
      )
      .run(connection.person, feature, JSON.stringify({ ...connection, deliveries }))
  }

  /** Forgets a person: connections, sessions, records and everything received. */
  forget(person: string): void {
    this.forgetReceived(person)
    this.records.forget(person)
    this.#db.prepare('delete from connections where person = ?').run(person)
    this.#db.prepare('delete from sessions where person = ?').run(person)
  }

  /** Begins a round. */
  beginRound(
    person: string,
    { what, feature, reads }: Pick<Round, 'what' | 'feature' | 'reads'>,
    at: number,
  ): number {
    const { lastInsertRowid } = this.#db
      .prepare('insert into rounds (person, at, what, feature, reads) values (?, ?, ?, ?, ?)')
      .run(person, at, what, feature, reads ? 1 : 0)
    this.#db
      .prepare(
        'delete from rounds where person = ? and id not in (select id from rounds where person = ? order by id desc limit ?)',
      )
      .run(person, person, roundsKept)
    return Number(lastInsertRowid)
  }

  /** Adds an exchange to a round, exactly as it came; not to one that had to be forgotten while it was under way. */
  addExchange(round: number, at: number, { method, path, purpose, status, decision, raw }: Exchange): void {
    this.#db
      .prepare(
        `insert into exchanges (round, at, method, path, purpose, status, decision, raw)
         select id, ?, ?, ?, ?, ?, ?, ? from rounds where id = ?`,
      )
      .run(at, method, path, purpose, status, decision, raw, round)
  }

  /** Notes what went wrong in a round beside its answers. */
  addTrouble(round: number, code: string, words: string): void {
    this.#db.prepare('update rounds set code = ?, words = ? where id = ?').run(code, words, round)
  }

  /** Every round of a person, newest first. */
  rounds(person: string): readonly Round[] {
    const rows = this.#db.prepare('select * from rounds where person = ? order by id desc').all(person)
    const exchanges = this.#db.prepare('select * from exchanges where round = ? order by id')
    return rows.map(({ id, at, what, feature, reads, code, words }) => ({
      id: Number(id),
      at: Number(at),
      what: String(what),
      feature: String(feature),
      reads: reads === 1,
      trouble: code === null ? null : { code: String(code), words: String(words) },
      exchanges: exchanges.all(Number(id)).map(exchangeOf),
    }))
  }

  /** Deletes what was received for a person; `keepFrom` and later rounds stay. Returns how many answers went. */
  forgetReceived(person: string, keepFrom: number = Number.MAX_SAFE_INTEGER): number {
    const { changes } = this.#db
      .prepare('delete from exchanges where round in (select id from rounds where person = ? and id < ?)')
      .run(person, keepFrom)
    this.#db.prepare('delete from rounds where person = ? and id < ?').run(person, keepFrom)
    return Number(changes)
  }

  /** Who is connected to a feature. */
  peopleOf(feature: string): readonly string[] {
    const rows = this.#db.prepare('select person from connections where feature = ?').all(feature)
    return rows.map(({ person }) => String(person))
  }

  /** Deletes what readings of a feature brought for a person, and says so where it stood. */
  forgetReadings(person: string, feature: string, at: number, why: string): void {
    const readings = 'select id from rounds where person = ? and feature = ? and reads = 1'
    const { changes } = this.#db
      .prepare(`delete from exchanges where round in (${readings})`)
      .run(person, feature)
    this.#db.prepare(`delete from rounds where id in (${readings})`).run(person, feature)
    if (changes > 0)
      this.#note(person, feature, at, `Countersign told us to delete: ${why.replaceAll('_', ' ')}`)
  }

  /** Takes one item out of every answer it stands in, and says so. */
  strike(person: string, item: string, at: number): void {
    const holding = this.#db
      .prepare(
        'select e.id, e.raw, r.feature from exchanges e join rounds r on r.id = e.round where r.person = ? and instr(e.raw, ?) > 0',
      )
      .all(person, item)
    const struck = holding.flatMap((row) => {
      const left = without(String(row['raw']), item)
      return left === undefined ? [] : [{ id: Number(row['id']), feature: String(row['feature']), left }]
    })
    for (const { id, left } of struck)
      this.#db.prepare('update exchanges set raw = ? where id = ?').run(left, id)
    const [first] = struck
    if (first !== undefined)
      this.#note(
        person,
        first.feature,
        at,
        'Countersign told us to delete: a message was changed or taken back',
      )
  }

  /** The same of whoever's permission it came by. */
  strikeFromAll(item: string, at: number): void {
    const people = this.#db
      .prepare(
        'select distinct r.person from exchanges e join rounds r on r.id = e.round where instr(e.raw, ?) > 0',
      )
      .all(item)
    for (const { person } of people) this.strike(String(person), item, at)
  }

  #note(person: string, feature: string, at: number, what: string): void {
    this.beginRound(person, { what, feature, reads: false }, at)
  }

  /** Closes the file. */
  close(): void {
    this.#db.close()
  }
}

/** An answer without one of its items; undefined where the item is not one of them. */
function without(raw: string, item: string): string | undefined {
  const body = JSON.parse(raw) as { readonly items?: readonly { readonly id?: unknown }[] }
  const items = body.items?.filter(({ id }) => id !== item)
  return items === undefined || items.length === body.items?.length
    ? undefined
    : JSON.stringify({ ...body, items })
}

function exchangeOf(row: Readonly<Record<string, unknown>>): KeptExchange {
  return {
    at: Number(row['at']),
    method: String(row['method']) as Exchange['method'],
    path: String(row['path']),
    purpose: text(row['purpose']) as Exchange['purpose'],
    status: Number(row['status']),
    decision: text(row['decision']),
    raw: String(row['raw']),
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function hashOf(cookie: string): string {
  return createHash('sha256').update(cookie).digest('base64url')
}
