// What the left side of each door is drawn from: the numbers of the public record (docs: obligations F1 to F10), each once.

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`)

/** The span every time line of the story shares: the oldest deal is of 2010, the reports are of December 2018. */
export const story = { from: day('2010-01-01'), to: day('2019-01-01'), reports: day('2018-12-18') } as const

/** People a month whose messages one service's access reached: more than 70 million (F2). */
export const millionsReached = 70

/** What a messaging partner could do: read, write, delete, and see everybody in a thread (F2). */
export const messagePowers = ['messages.read', 'members.see', 'messages.write', 'messages.delete'] as const

/** The bank's transfer notices: from December 2013, ended 2015 (F3). */
export const bankFeature = { from: day('2013-12-01'), to: day('2015-07-01') } as const

/** 87,000,000 people by the platform's own figure, for 270,000 who used the quiz (F8): 322 for each. */
export const peopleAnInstaller = Math.round(87_000_000 / 270_000)

/** Companies in the arrangements that were reported: more than 150 (F1). */
export const companiesReported = 150

/** Sharing that ended in 2014, and whose doors stood open until the reports of 2018 (F6). */
export const openDoor = { ended: day('2014-07-01'), closed: story.reports } as const

/** Makers of devices and software with access of their own, and those of them that had ended by June 2018 (F10). */
export const deviceMakers = { all: 52, ended: 38 } as const

/** Thousands of accounts whose friends' posts kept streaming, years after the feature had ended (F4). */
export const thousandsStreamed = 80
