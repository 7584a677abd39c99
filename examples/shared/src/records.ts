// Records of a partner's own about people: JSON by kind and id, each belonging to one person and gone with them.
import type { DatabaseSync } from 'node:sqlite'

const table = `
  create table if not exists records (
    kind text not null, id text not null, person text not null, body text not null, primary key (kind, id)
  ) strict;
  create index if not exists records_by_person on records (person, kind);`

/** The records of one store. Every write is durable when its method returns. */
export class Records {
  readonly #db: DatabaseSync

  constructor(db: DatabaseSync) {
    db.exec(table)
    this.#db = db
  }

  /** Keeps a record, instead of an earlier one of this kind and id. */
  keep(kind: string, id: string, person: string, body: unknown): void {
    this.#db
      .prepare(
        `insert into records (kind, id, person, body) values (?, ?, ?, ?)
         on conflict (kind, id) do update set body = excluded.body where person = excluded.person`,
      )
      .run(kind, id, person, JSON.stringify(body))
  }

  /** The records of a kind, oldest first; only one person's when one is named. */
  all<Body>(kind: string, person?: string): readonly { id: string; person: string; body: Body }[] {
    const rows =
      person === undefined
        ? this.#db.prepare('select * from records where kind = ? order by rowid').all(kind)
        : this.#db
            .prepare('select * from records where kind = ? and person = ? order by rowid')
            .all(kind, person)
    return rows.map((row) => ({
      id: String(row['id']),
      person: String(row['person']),
      body: JSON.parse(String(row['body'])) as Body,
    }))
  }

  /** Deletes one record of a person; of nobody else's. */
  drop(kind: string, id: string, person: string): void {
    this.#db.prepare('delete from records where kind = ? and id = ? and person = ?').run(kind, id, person)
  }

  /** Deletes everything about a person. */
  forget(person: string): void {
    this.#db.prepare('delete from records where person = ?').run(person)
  }
}
