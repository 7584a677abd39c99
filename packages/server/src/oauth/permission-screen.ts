// The permission screen as text: every word a person agrees to, in order, the same for everybody, hashed into the grant.
import { hash } from 'node:crypto'
import {
  DEFAULT_TERM_DAYS,
  type Field,
  needsThread,
  type Offer,
  type Purpose,
  type Verb,
  verbs,
} from '@countersign/protocol'
import { localText } from '../acts/local-text.ts'
import { fieldWords, listWords, purposeWords, verbWords } from '../http/words.ts'
import type { Partner } from '../store/partners.ts'
import type { RequestedFeature } from './details.ts'

/** One thing to allow or not: a power for a purpose, with exactly what it releases (PER-03). */
export interface ScreenChoice {
  /** How the form names it. */
  readonly key: string
  readonly purpose: Purpose
  readonly verb: Verb
  readonly fields: readonly Field[]
  readonly label: string
  readonly covers: string
}

/** What is asked for one purpose. */
export interface ScreenPurpose {
  readonly title: string
  readonly choices: readonly ScreenChoice[]
}

/** The words of a permission screen. A page shows these and, beside them, only what is the person's own. */
export interface PermissionScreen {
  readonly locale: string
  readonly title: string
  readonly lead: string
  readonly asks: string
  readonly beyond: string
  readonly choicesTitle: string
  readonly choicesNote: string
  readonly purposes: readonly ScreenPurpose[]
  /** Null when nothing asked for is about threads. */
  readonly threads: { readonly title: string; readonly note: string } | null
  readonly history: { readonly label: string; readonly note: string } | null
  readonly until: {
    readonly label: string
    readonly note: string
    readonly defaultDays: number
    /** The furthest end a person can choose: the manifest's term, a year at most (SUN-02). */
    readonly maxDays: number
  }
  readonly notTitle: string
  readonly not: readonly string[]
  readonly backTitle: string
  readonly back: string
  readonly no: string
  readonly yes: string
}

/** The screen for what a partner asks, in a person's language where the manifest speaks it. */
export function permissionScreen(
  partner: Partner,
  requested: RequestedFeature,
  wantedLocale: string,
): PermissionScreen {
  const { manifest, offers } = requested
  const { locale, text } = localText(manifest.texts, wantedLocale)
  const { name } = partner
  const aboutThreads = offers.some(({ verb }) => verb === 'threads.list' || needsThread(verb))
  const releasesMessages = offers.some(({ verb }) => verb === 'messages.read')
  const days = Math.min(manifest.termDays, DEFAULT_TERM_DAYS)
  return {
    locale,
    title: `${name} asks for your permission`,
    lead: `${text.name}: ${text.summary}`,
    asks: `Asked by ${name}, ${partner.homepage}, which belongs to ${partner.ownershipGroup}`,
    beyond: `Countersign gives companies nothing of yours. What you tick here goes to ${name} beyond that.`,
    choicesTitle: `What may ${name} do?`,
    choicesNote: 'Tick what you want to allow. You can allow one thing and not another.',
    purposes: [...Map.groupBy(offers, ({ purpose }) => purpose)].map(([purpose, ofPurpose]) => ({
      title: `For ${purposeWords(purpose)}:`,
      choices: ofPurpose.map(choiceOf),
    })),
    threads: aboutThreads
      ? {
          title: 'In which threads?',
          note: `Only in those you tick. ${name} does not learn that the others exist.`,
        }
      : null,
    history: releasesMessages
      ? {
          label: 'Also what is already written',
          note: 'Without this tick, only what is written from now on.',
        }
      : null,
    until: {
      label: 'Until when?',
      note: `It ends by itself at the end of that day (UTC): ${days} days from now unless you choose another, ${manifest.termDays} at most.`,
      defaultDays: days,
      maxDays: manifest.termDays,
    },
    notTitle: `What ${name} does not get`,
    not: notShown(offers, releasesMessages),
    backTitle: 'Changing your mind',
    back: `You can take this back at any time under Privacy, with one click; it holds at once. What ${name} has got by then stays with it until it deletes it. Every time ${name} gets something of yours, you see it there.`,
    no: 'No, allow nothing',
    yes: 'Yes, allow what I ticked',
  }
}

/** Every choice of a screen, in its order. */
export function choicesOf(screen: PermissionScreen): readonly ScreenChoice[] {
  return screen.purposes.flatMap(({ choices }) => choices)
}

/** The exact text of a screen: one line for each thing said, in the order it is said. */
export function screenText(screen: PermissionScreen): string {
  const { threads, history, until } = screen
  return [
    screen.locale,
    screen.title,
    screen.lead,
    screen.asks,
    screen.beyond,
    screen.choicesTitle,
    screen.choicesNote,
    ...screen.purposes.flatMap(({ title, choices }) => [
      title,
      ...choices.flatMap(({ key, label, covers }) => [`[ ] ${key}`, label, covers]),
    ]),
    ...(threads === null ? [] : [threads.title, threads.note]),
    ...(history === null ? [] : [`[ ] ${history.label}`, history.note]),
    until.label,
    until.note,
    screen.notTitle,
    ...screen.not,
    screen.backTitle,
    screen.back,
    `( ${screen.no} ) ( ${screen.yes} )`,
  ].join('\n')
}

/** What a grant keeps of its screen (REC-01): SHA-256 of its text in UTF-8, 64 hexadecimal digits. */
export function screenHash(text: string): string {
  return hash('sha256', text, 'hex')
}

function choiceOf({ purpose, verb, fields }: Offer): ScreenChoice {
  const released = fields.map((field) => fieldWords[field])
  return {
    key: `${purpose}/${verb}`,
    purpose,
    verb,
    fields,
    label: `It may ${verbWords[verb]}.`,
    covers:
      released.length > 0 ? `It gets: ${listWords(released)}. Nothing else.` : 'It reads nothing by this.',
  }
}

function notShown(offers: readonly Offer[], releasesMessages: boolean): readonly string[] {
  const asked = new Set(offers.map(({ verb }) => verb))
  const others = verbs.filter((verb) => !asked.has(verb)).map((verb) => verbWords[verb])
  return [
    ...(releasesMessages
      ? [
          'What others write: each of them decides about their own words. You cannot allow it for them, and nobody is told who did not.',
        ]
      : []),
    'Your password, and anything you did not tick.',
    ...(others.length > 0 ? [`It does not ask to ${listWords(others).replaceAll(' and ', ' or ')}.`] : []),
  ]
}
