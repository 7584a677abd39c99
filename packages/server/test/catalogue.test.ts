// The schema keeps its rules: classes, keys, privileges and the second lock, each rule seen failing once on a planted fault.
import { freshDatabase, onServer } from '@countersign/testkit'
import { describe, expect, it } from 'vitest'
import { lintCatalogue } from './_catalogue.ts'
import { describeSchema } from './_schema-text.ts'

const { owner } = await freshDatabase()

describe('the live schema', () => {
  it('is what tables.ts declares, and keeps every rule', async () => {
    expect(await onServer(owner, lintCatalogue)).toEqual([])
  })

  it('is the reviewed one: a migration shows here what it did', async () => {
    await expect(await describeSchema(owner)).toMatchFileSnapshot('./schema.txt')
  })
})

describe('a planted fault is named', () => {
  const planted: readonly (readonly [fault: string, said: string])[] = [
    ['create table extras (id uuid primary key)', 'extras is there and not declared'],
    ['drop table asks', 'asks is declared and not there'],
    ['alter table grants drop column superseded_by', 'grants.superseded_by is declared and not there'],
    ['create unique index once_ever on grants (grant_id)', 'once_ever does not begin with person_id'],
    ['alter table asks drop constraint asks_pkey', 'asks has no primary key'],
    [
      'alter table messages add constraint author_fk foreign key (author_id) references persons',
      'author_fk leads from one class of tables to another',
    ],
    ['create sequence order_of_things', 'order_of_things is a sequence, and two machines have no common one'],
    [
      'grant update (state) on grants to countersign_app',
      'countersign_app may change what decisions read of grants past the turnstile',
    ],
    [
      'grant insert on countersignatures to countersign_app',
      'countersign_app may write countersignatures, which only the turnstile may',
    ],
    [
      'grant insert on contact_fields to countersign_app',
      'countersign_app may write contact_fields, which only the turnstile may',
    ],
    [
      'grant update (verified) on contact_fields to countersign_turnstile',
      'countersign_turnstile may change a constant of contact_fields',
    ],
    [
      'grant delete on messages to countersign_app',
      'countersign_app may delete from messages past the turnstile',
    ],
    [
      'grant update (start_at) on countersignatures to countersign_app',
      'countersign_app may change what decisions read of countersignatures past the turnstile',
    ],
    [
      'grant update (sent_at) on messages to countersign_turnstile',
      'countersign_turnstile may change a constant of messages',
    ],
    [
      'grant update (record) on entries to countersign_turnstile',
      'countersign_turnstile may change entries, which is only appended to',
    ],
    [
      'grant truncate on leaves to countersign_turnstile',
      'countersign_turnstile may change leaves, which is only appended to',
    ],
    ['grant select on entries to countersign_gate', 'the gate can read entries'],
    ['grant select (password_hash) on logins to countersign_gate', 'the gate can read logins'],
    ['alter table messages disable row level security', 'the gate reads messages without row-level security'],
    ['alter table messages force row level security', 'messages forces row-level security'],
    [
      'create policy more on messages for select to countersign_gate using (true)',
      'messages has 2 policies for the gate',
    ],
    ['alter table threads owner to countersign_gate', 'countersign_gate owns something'],
    [
      `create function peek() returns int language sql security definer return 1`,
      "peek runs with its owner's powers",
    ],
    [
      'comment on policy declared_only on messages is null',
      'messages.declared_only says nowhere what it promises',
    ],
  ]

  it.each(planted)('%s', async (fault, said) => {
    const found = await onServer(owner, async (client) => {
      await client.query('begin')
      await client.query(fault)
      const sentences = await lintCatalogue(client)
      await client.query('rollback')
      return sentences
    })
    expect(found).toContain(said)
  })
})
