// The lint of declarations: one nobody would ask about is passed in silence, and each thing to ask about is found at its line.
import { partnerFileSchema } from '@countersign/protocol'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { lintPartnerFile } from './lint-partner-file.ts'
import { phrases, type Topic } from './lint-phrases.ts'

const clean = `slug: tunes
name: Tunes
homepage: https://tunes.example
client:
  redirect_uris: [https://tunes.example/callback]
  jwks: { keys: [{ kty: OKP, crv: Ed25519, x: ${'A'.repeat(43)}, kid: one }] }
features:
  - slug: share
    start_at: 2026-12-01
    offers:
      - { purpose: share_content, verb: messages.write }
      - { purpose: group_activity, verb: messages.read, fields: [message.text, message.sent_at] }
    harvest_budget: 5000
    texts:
      en: { name: Tunes in your chats, summary: Sends songs you pick and shows which songs a chat you choose talks about. }
    review_id: tunes-1
`
const sending = '{ purpose: share_content, verb: messages.write }'
const summary = 'Sends songs you pick and shows which songs a chat you choose talks about.'

const lint = (text: string): readonly string[] =>
  lintPartnerFile(text).map(({ level, rule, at, line, column }) => `${line}:${column} ${level} ${rule} ${at}`)
const rules = (text: string): readonly string[] => lintPartnerFile(text).map(({ rule }) => rule)
const offering = (offer: string): string => clean.replace(sending, offer)
const saying = (text: string, locale = 'en'): string =>
  locale === 'en'
    ? clean.replace(summary, `"${text}"`)
    : clean.replace('    review_id', `      ${locale}: { name: X, summary: "${text}" }\n    review_id`)

describe('a declaration', () => {
  it('nobody would ask about is passed in silence', () => {
    expect(lint(clean)).toEqual([])
  })

  it.each([
    ['is no YAML', clean.replace('client:', 'client: ['), 'not-yaml'],
    ['hides an alias', clean.replace('name: Tunes', 'name: &n Tunes\nownership_group: *n'), 'not-yaml'],
    ['has a mistake', clean.replace('messages.write', 'messages.all'), 'mistake'],
    ['is empty', '', 'mistake'],
  ])('that %s is an error at its line', (_, text, rule) => {
    const [found] = lintPartnerFile(text)
    expect(found).toMatchObject({ rule, level: 'error' })
    expect(found?.line).toBeGreaterThan(0)
  })

  it.each([
    [
      'that takes what its purpose does not need',
      offering('{ purpose: share_content, verb: friends.list, fields: [friend.name] }'),
      '11:9 warning power-without-need features.0.offers.0',
    ],
    [
      'that takes every field',
      clean.replace(
        '[message.text, message.sent_at]',
        '[message.text, message.sent_at, message.author, message.edited_at, message.reply_to, message.reactions, message.attachments, message.card]',
      ),
      '12:65 warning every-field features.0.offers.1.fields',
    ],
    [
      'for longer than usual',
      clean.replace('harvest_budget: 5000', 'harvest_budget: 5000\n    term_days: 365'),
      '14:16 warning long-term features.0.term_days',
    ],
    [
      'without a review',
      clean.replace('    review_id: tunes-1\n', ''),
      '8:11 note unreviewed features.0.slug',
    ],
    [
      'in a language nobody reads here',
      saying('Alles wat u schrijft.', 'nl'),
      '16:11 note unread-language features.0.texts.nl',
    ],
    [
      'that denies what it takes',
      saying('We never read your messages.'),
      '15:49 error claim-contradicts features.0.texts.en.summary',
    ],
  ])('%s', (_, text, said) => {
    expect(lint(text)).toEqual([said])
  })

  it('that reads for advertising is asked why, besides whether it needs to', () => {
    const text = clean.replace('purpose: group_activity, verb', 'purpose: advertising, verb')
    expect(rules(text)).toEqual(['power-without-need', 'reads-for-itself'])
  })

  it('with many powers in one feature is asked to split it', () => {
    const more = [
      '{ purpose: group_activity, verb: threads.list, fields: [thread.title] }',
      '{ purpose: group_activity, verb: members.see, fields: [member.name] }',
      '{ purpose: find_friends, verb: friends.list, fields: [friend.name] }',
    ]
    expect(rules(offering([sending, ...more].join('\n      - ')))).toEqual(['many-powers'])
    expect(rules(offering([sending, ...more.slice(1)].join('\n      - ')))).toEqual([])
  })

  it('whose features speak different languages names the one that lacks one', () => {
    const second = clean.slice(clean.indexOf('  - slug: share')).replace('share', 'again')
    const both = `${saying('Schickt Lieder, die du wählst.', 'de')}${second}`
    expect(lint(both)).toEqual(['25:7 warning missing-language features.1.texts'])
  })
})

describe('its words', () => {
  const hard =
    'Utilises sophisticated personalisation methodologies facilitating extraordinary recommendations concerning entertainment.'
  it.each([
    ['en', hard, 'hard-to-read'],
    [
      'de',
      'Ermöglicht außergewöhnliche Personalisierungsempfehlungen hinsichtlich unterhaltungsbezogener Veranstaltungsgelegenheiten innerhalb sämtlicher Unterhaltungsbereiche.',
      'hard-to-read',
    ],
    ['en', `Shows ${'one more song '.repeat(9)}.`, 'long-sentence'],
    ['ar', `يعرض ${'أغنية أخرى '.repeat(14)}.`, 'long-sentence'],
    ['zh', `我们${'显示一首歌曲'.repeat(14)}。`, 'long-sentence'],
    ['de', 'Um unsere Dienste zu verbessern.', 'generic-wording'],
    ['fr', 'Pour améliorer nos services.', 'generic-wording'],
    ['es', 'Para mejorar nuestros servicios.', 'generic-wording'],
    ['ar', 'لتحسين خدماتنا.', 'generic-wording'],
  ])('in %s: %s', (locale, text, rule) => {
    expect(rules(saying(text, locale))).toContain(rule)
  })

  it.each([
    ['en', 'Sends songs, never the messages of your chats.'],
    ['en', "Doesn't look at what you write."],
    ['de', 'Liest deine Nachrichten nicht.'],
    ['fr', 'Ne lit jamais vos messages.'],
    ['es', 'No lee tus mensajes.'],
    ['ar', 'لا يقرأ رسائلك أبدًا.'],
  ])('deny reading beside message.text, in %s: %s', (locale, text) => {
    expect(rules(saying(text, locale))).toContain('claim-contradicts')
  })

  it.each([
    ['en', 'Reads the messages of a chat you choose.'],
    ['en', 'Never asks for your phone number.'],
    ['en', 'Knows no cannons and nothing of notes.'],
    ['de', 'Liest die Nachrichten einer Gruppe, die du wählst.'],
    ['de', 'Fragt nie nach deiner Adresse.'],
    ['fr', 'Lit les messages du groupe que vous choisissez.'],
    ['es', 'Lee los mensajes del grupo que eliges.'],
    ['ar', 'يقرأ رسائل المحادثة التي تختارها.'],
  ])('may say what is true, in %s: %s', (locale, text) => {
    expect(rules(saying(text, locale))).toEqual([])
  })

  it('deny in one sentence and speak of it in another without being suspected', () => {
    expect(rules(saying('Shows songs from your messages. Asks nobody for money and never twice.'))).toEqual(
      [],
    )
  })

  const denials: Readonly<Record<string, Readonly<Record<Topic, string>>>> = {
    en: {
      reading: 'never your messages',
      names: 'never names',
      contacts: 'no e-mail',
      friends: 'no friends',
      files: 'no photos',
      sending: 'never sends',
      deleting: 'never deletes',
    },
    de: {
      reading: 'keine Nachrichten',
      names: 'keine Namen',
      contacts: 'keine E-Mail-Adresse',
      friends: 'keine Freunde',
      files: 'keine Bilder',
      sending: 'sendet nie',
      deleting: 'löscht nie',
    },
    fr: {
      reading: 'jamais les messages',
      names: 'aucun nom',
      contacts: 'sans e-mail',
      friends: 'pas vos amis',
      files: 'sans photos',
      sending: "n'envoie rien",
      deleting: 'ne supprime rien',
    },
    es: {
      reading: 'nunca los mensajes',
      names: 'sin nombres',
      contacts: 'sin correo',
      friends: 'sin amigos',
      files: 'sin fotos',
      sending: 'no envía',
      deleting: 'no borra',
    },
    ar: {
      reading: 'لا رسائل',
      names: 'بدون أسماء',
      contacts: 'بدون البريد',
      friends: 'بدون أصدقاء',
      files: 'بدون صور',
      sending: 'لا يرسل',
      deleting: 'لا يحذف',
    },
  }
  it.each(Object.keys(phrases))('have a denial of every topic in %s', (locale) => {
    const { denial, topics } = phrases[locale]!
    for (const [topic, about] of Object.entries(topics)) {
      const text = denials[locale]?.[topic as Topic] ?? ''
      expect([topic, denial.test(text), about.test(text)]).toEqual([topic, true, true])
    }
  })
})

describe('the schema for editors', () => {
  const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(partnerFileSchema())

  it.each([
    ['a whole declaration', (text: string) => text, true],
    ['another power', (text: string) => text.replace('messages.write', 'messages.all'), false],
    ['another purpose', (text: string) => text.replace('share_content', 'business'), false],
    [
      'a key nobody reads',
      (text: string) => text.replace('name: Tunes', 'name: Tunes\nrequired: true'),
      false,
    ],
    ['nothing to call it by', (text: string) => text.replace('slug: tunes\n', ''), false],
    ['a number for a name', (text: string) => text.replace('name: Tunes', 'name: 7'), false],
  ])('knows %s', (_, change, expected) => {
    expect(valid(parse(change(clean)))).toBe(expected)
  })
})
