// The platform's own words on a permission screen, in each language of the app. A company's words come from its manifest.
import { type Field, fieldWords, type Purpose, purposes, type Verb, verbWords } from '@countersign/protocol'
import type { AppLocale } from '@countersign/protocol/app-locales'
import { fieldWordsAr, purposeWordsAr, verbWordsAr } from '@countersign/protocol/words-ar'

/** Who asks, as the register has it. */
interface Company {
  readonly name: string
  readonly homepage: string
  readonly ownershipGroup: string
}

/** Every sentence of a screen that the platform says. */
export interface ScreenWords {
  readonly title: (name: string) => string
  readonly asks: (company: Company) => string
  readonly beyond: (name: string) => string
  readonly choicesTitle: (name: string) => string
  readonly choicesNote: string
  readonly purpose: (purpose: Purpose) => string
  readonly may: (verb: Verb) => string
  readonly gets: (fields: readonly Field[]) => string
  readonly threadsTitle: string
  readonly threadsNote: (name: string) => string
  readonly historyLabel: string
  readonly historyNote: string
  readonly untilLabel: string
  readonly untilNote: (days: number, mostDays: number) => string
  readonly notTitle: (name: string) => string
  readonly notOthers: string
  readonly notTicked: string
  readonly notAsked: (verbs: readonly Verb[]) => string
  readonly backTitle: string
  readonly back: (name: string) => string
  readonly no: string
  readonly yes: string
}

function listed(locale: string, words: readonly string[], type: Intl.ListFormatType = 'conjunction'): string {
  return new Intl.ListFormat(locale, { type }).format(words)
}

const en: ScreenWords = {
  title: (name) => `${name} asks for your permission`,
  asks: ({ name, homepage, ownershipGroup }) =>
    `Asked by ${name}, ${homepage}, which belongs to ${ownershipGroup}`,
  beyond: (name) =>
    `Countersign gives companies nothing of yours. What you tick here goes to ${name} beyond that.`,
  choicesTitle: (name) => `What may ${name} do?`,
  choicesNote: 'Tick what you want to allow. You can allow one thing and not another.',
  purpose: (purpose) => `For ${purposes[purpose].words}:`,
  may: (verb) => `It may ${verbWords[verb]}.`,
  gets: (fields) =>
    fields.length === 0
      ? 'It reads nothing by this.'
      : `It gets: ${listed(
          'en-GB',
          fields.map((field) => fieldWords[field]),
        )}. Nothing else.`,
  threadsTitle: 'In which threads?',
  threadsNote: (name) => `Only in those you tick. ${name} does not learn that the others exist.`,
  historyLabel: 'Also what is already written',
  historyNote: 'Without this tick, only what is written from now on.',
  untilLabel: 'Until when?',
  untilNote: (days, mostDays) =>
    `It ends by itself at the end of that day (UTC): ${days} days from now unless you choose another, ${mostDays} at most.`,
  notTitle: (name) => `What ${name} does not get`,
  notOthers:
    'What others write: each of them decides about their own words. You cannot allow it for them, and nobody is told who did not.',
  notTicked: 'Your password, and anything you did not tick.',
  notAsked: (verbs) =>
    `It does not ask to ${listed(
      'en-GB',
      verbs.map((verb) => verbWords[verb]),
      'disjunction',
    )}.`,
  backTitle: 'Changing your mind',
  back: (name) =>
    `You can take this back at any time under Privacy, with one click; it holds at once. What ${name} has got by then stays with it until it deletes it. Every time ${name} gets something of yours, you see it there.`,
  no: 'No, allow nothing',
  yes: 'Yes, allow what I ticked',
}

const ar: ScreenWords = {
  title: (name) => `تطلب ${name} إذنك`,
  asks: ({ name, homepage, ownershipGroup }) =>
    `الطلب من ${name}، ${homepage}، وهي تابعة لـ${ownershipGroup}`,
  beyond: (name) =>
    `لا تعطي Countersign الشركات شيئًا يخصك. ما تضع عليه علامة هنا يذهب إلى ${name} زيادةً على ذلك.`,
  choicesTitle: (name) => `ما الذي يحق لـ${name} فعله؟`,
  choicesNote: 'ضع علامة على ما تريد السماح به. يمكنك السماح بشيء دون آخر.',
  purpose: (purpose) => `من أجل ${purposeWordsAr[purpose]}:`,
  may: (verb) => `يحق لها ${verbWordsAr[verb]}.`,
  gets: (fields) =>
    fields.length === 0
      ? 'لا تقرأ شيئًا بهذا.'
      : `تحصل على: ${listed(
          'ar',
          fields.map((field) => fieldWordsAr[field]),
        )}. ولا شيء غير ذلك.`,
  threadsTitle: 'في أي محادثات؟',
  threadsNote: (name) => `فقط في ما تضع عليه علامة. ولا تعلم ${name} بوجود غيرها.`,
  historyLabel: 'وأيضًا ما كُتب من قبل',
  historyNote: 'من دون هذه العلامة، فقط ما يُكتب من الآن.',
  untilLabel: 'حتى متى؟',
  untilNote: (days, mostDays) =>
    `ينتهي من تلقاء نفسه في نهاية ذلك اليوم (بالتوقيت العالمي). عدد الأيام من الآن ما لم تختر غيره: ${days}. وأكثره: ${mostDays}.`,
  notTitle: (name) => `ما لا تحصل عليه ${name}`,
  notOthers:
    'ما يكتبه الآخرون: كلٌّ منهم يقرر بشأن كلماته. لا يمكنك السماح بها نيابةً عنهم، ولا يُخبَر أحد بمن لم يسمح.',
  notTicked: 'كلمة مرورك، وأي شيء لم تضع عليه علامة.',
  notAsked: (verbs) =>
    `ولا تطلب ${listed(
      'ar',
      verbs.map((verb) => verbWordsAr[verb]),
      'disjunction',
    )}.`,
  backTitle: 'إن غيّرت رأيك',
  back: (name) =>
    `يمكنك سحب هذا في أي وقت من صفحة الخصوصية بنقرة واحدة، ويسري فورًا. ما حصلت عليه ${name} حتى ذلك الوقت يبقى لديها إلى أن تحذفه. وفي كل مرة تحصل فيها ${name} على شيء يخصك تراه هناك.`,
  no: 'لا، لا أسمح بشيء',
  yes: 'نعم، أسمح بما وضعت عليه علامة',
}

/** The words in each language. */
export const screenWords: Readonly<Record<AppLocale, ScreenWords>> = { en, ar }
