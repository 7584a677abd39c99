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
import { type AppLocale, appLocaleFor } from '@countersign/protocol/app-locales'
import { localText } from '../acts/local-text.ts'
import type { Partner } from '../store/partners.ts'
import type { RequestedFeature } from './details.ts'
import { type ScreenWords, screenWords } from './screen-words.ts'

/** One thing to allow or not: a power for a purpose, with exactly what it releases (PER-03). */
export interface ScreenChoice {
  /** How an answer names it. */
  readonly key: string
  readonly purpose: Purpose
  readonly verb: Verb
  readonly fields: readonly Field[]
  readonly label: string
  readonly covers: string
}

/** What is asked for one purpose. */
export interface ScreenPurpose {
  readonly purpose: Purpose
  readonly title: string
  readonly choices: readonly ScreenChoice[]
}

/** The words of a permission screen. A page shows these and, beside them, only what is the person's own. */
export interface PermissionScreen {
  /** The language of our own words. */
  readonly language: AppLocale
  /** The language of the company's, in `lead`. */
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

/** The screen for what a partner asks: our words in the person's language, the company's in it where the manifest speaks it. */
export function permissionScreen(
  partner: Partner,
  requested: RequestedFeature,
  wantedLocale: string,
): PermissionScreen {
  const { manifest, offers } = requested
  const { locale, text } = localText(manifest.texts, wantedLocale)
  const language = appLocaleFor(wantedLocale)
  const says = screenWords[language]
  const { name } = partner
  const aboutThreads = offers.some(({ verb }) => verb === 'threads.list' || needsThread(verb))
  const releasesMessages = offers.some(({ verb }) => verb === 'messages.read')
  const days = Math.min(manifest.termDays, DEFAULT_TERM_DAYS)
  return {
    language,
    locale,
    title: says.title(name),
    lead: `${text.name}: ${text.summary}`,
    asks: says.asks(partner),
    beyond: says.beyond(name),
    choicesTitle: says.choicesTitle(name),
    choicesNote: says.choicesNote,
    purposes: [...Map.groupBy(offers, ({ purpose }) => purpose)].map(([purpose, ofPurpose]) => ({
      purpose,
      title: says.purpose(purpose),
      choices: ofPurpose.map((offer) => choiceOf(offer, says)),
    })),
    threads: aboutThreads ? { title: says.threadsTitle, note: says.threadsNote(name) } : null,
    history: releasesMessages ? { label: says.historyLabel, note: says.historyNote } : null,
    until: {
      label: says.untilLabel,
      note: says.untilNote(days, manifest.termDays),
      defaultDays: days,
      maxDays: manifest.termDays,
    },
    notTitle: says.notTitle(name),
    not: notShown(offers, releasesMessages, says),
    backTitle: says.backTitle,
    back: says.back(name),
    no: says.no,
    yes: says.yes,
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
    [...new Set([screen.language, screen.locale])].join(' '),
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

function choiceOf({ purpose, verb, fields }: Offer, says: ScreenWords): ScreenChoice {
  return {
    key: `${purpose}/${verb}`,
    purpose,
    verb,
    fields,
    label: says.may(verb),
    covers: says.gets(fields),
  }
}

function notShown(offers: readonly Offer[], releasesMessages: boolean, says: ScreenWords): readonly string[] {
  const asked = new Set(offers.map(({ verb }) => verb))
  const others = verbs.filter((verb) => !asked.has(verb))
  return [
    ...(releasesMessages ? [says.notOthers] : []),
    says.notTicked,
    ...(others.length > 0 ? [says.notAsked(others)] : []),
  ]
}
