// The consent agreements of 2012 and 2020 and the bill of 2018, clause by clause in plain words (obligations.md §3).

/** A text that promises were written in. */
export interface Source {
  readonly id: 'order-2012' | 'order-2020' | 'bill'
  readonly name: string
  /** Whom it binds, so that nobody takes it for more. */
  readonly force: string
}

/** One clause, and the duties that keep it here. */
export interface Clause {
  readonly id: string
  readonly source: Source['id']
  /** Where it stands in its source; a part of which only summaries were read says so. */
  readonly place: string
  readonly words: string
  readonly duties: readonly string[]
}

/** The texts, in the order of time. */
export const sources: readonly Source[] = [
  {
    id: 'order-2012',
    name: 'The consent agreement of 2012',
    force:
      'An order of the US Federal Trade Commission (C-4365). It binds one company, which is not this one.',
  },
  {
    id: 'order-2020',
    name: 'The agreement as changed in 2020',
    force: 'The same order, modified in April 2020 after a settlement of 5 billion dollars.',
  },
  {
    id: 'bill',
    name: 'The bill of 2018',
    force: 'A bill of the US Senate (S.2728, again S.189 and S.1667). It never became law.',
  },
]

/** Every clause the duties come from. */
export const clauses: readonly Clause[] = [
  {
    id: 'no-false-claims',
    source: 'order-2012',
    place: 'Part I',
    words: 'Say nothing about privacy that is not true.',
    duties: ['UX-03'],
  },
  {
    id: 'ask-first',
    source: 'order-2012',
    place: 'Part II',
    words:
      'Before something goes further than a person’s settings allow, say apart from all else what goes to whom, and get an explicit yes.',
    duties: ['PER-01', 'PER-05'],
  },
  {
    id: 'third-party',
    source: 'order-2012',
    place: 'definition of third party',
    words: 'Nobody with purposes of their own counts as part of the platform, whatever they are called.',
    duties: ['PER-06'],
  },
  {
    id: 'deleted-is-gone',
    source: 'order-2012',
    place: 'Part III',
    words: 'What a person deleted cannot be reached by others after 30 days at most.',
    duties: ['DEL-01'],
  },
  {
    id: 'independent-assessment',
    source: 'order-2012',
    place: 'Part V',
    words: 'Somebody independent looks every two years whether all this is so, from facts.',
    duties: ['REG-01', 'REG-02', 'REC-01', 'REC-03'],
  },
  {
    id: 'complaints-kept',
    source: 'order-2012',
    place: 'Part VI (read in summaries)',
    words: 'Complaints are kept, with what was done about them.',
    duties: ['REG-03'],
  },
  {
    id: 'new-yes-for-more',
    source: 'order-2020',
    place: 'Part II',
    words: 'A feature that takes more than before needs a new yes.',
    duties: ['PER-05'],
  },
  {
    id: 'servers-too',
    source: 'order-2020',
    place: 'deletion from servers in 120 days (read in summaries)',
    words: 'What was deleted goes from the servers too.',
    duties: ['DEL-01'],
  },
  {
    id: 'certify-yearly',
    source: 'order-2020',
    place: 'Part VII.E (number read in summaries)',
    words: 'Each developer certifies once a year what it uses data for, or loses access.',
    duties: ['OVR-01'],
  },
  {
    id: 'review-before-launch',
    source: 'order-2020',
    place: 'privacy review',
    words: 'Every new or changed feature is reviewed before it touches people.',
    duties: ['OVR-02'],
  },
  {
    id: 'test-not-assure',
    source: 'order-2020',
    place: 'testing of partners',
    words: 'Partners are checked by measuring, not by asking them.',
    duties: ['OVR-03'],
  },
  {
    id: 'fair-sanctions',
    source: 'order-2020',
    place: 'sanctions (read in summaries)',
    words: 'Who breaks the terms is treated by what they did, not by how much money they bring.',
    duties: ['OVR-04'],
  },
  {
    id: 'report-incidents',
    source: 'order-2020',
    place: 'covered incidents',
    words: 'Misuse that reaches 500 people is reported within 30 days.',
    duties: ['INC-03'],
  },
  {
    id: 'officers-certify',
    source: 'order-2020',
    place: 'quarterly certification',
    words: 'Officers certify every quarter that the rules were kept.',
    duties: ['REG-02'],
  },
  {
    id: 'who-got-what',
    source: 'bill',
    place: 'right of access',
    words: 'A person sees what was collected about them, and everybody who got it.',
    duties: ['TRN-01', 'TRN-04'],
  },
  {
    id: 'own-copy',
    source: 'bill',
    place: 'electronic copy',
    words: 'A person gets a copy of what is theirs, free and in a form machines can read.',
    duties: ['TRN-05'],
  },
  {
    id: 'new-products',
    source: 'bill',
    place: 'new products and changes',
    words: 'A new product or a change does not overrule what a person has chosen.',
    duties: ['PER-05'],
  },
  {
    id: 'clear-terms',
    source: 'bill',
    place: 'terms in clear form',
    words: 'Terms are short, easy to find and easy to understand.',
    duties: ['UX-01'],
  },
  {
    id: 'seventy-two-hours',
    source: 'bill',
    place: 'notice of violations',
    words: 'Whoever’s data went out against the rules or their own choice is told within 72 hours.',
    duties: ['INC-01'],
  },
  {
    id: 'audit',
    source: 'bill',
    place: 'audit every two years',
    words: 'There is an audit every two years.',
    duties: ['REG-02'],
  },
]
