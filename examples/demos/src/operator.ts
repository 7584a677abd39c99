// What a demo cannot do over HTTP, it asks the operator for, at the other end of the process channel; one thing at a time.

/** Registers a partner from its declaration and resolves with the id of its OAuth client. */
export type RegisterPartner = (file: object) => Promise<string>

/** The operator refused. */
export class OperatorRefusal extends Error {
  override readonly name = 'OperatorRefusal'
  /** The platform's word for why; null when it failed instead, for a reason it keeps to itself. */
  readonly code: string | null

  constructor(code: string | null) {
    super(`The operator did not do what the demo asked for (${code ?? 'see its log'}).`)
    this.code = code
  }
}

/** A reviewer, who says what they say with their own password. */
export interface Reviewer {
  readonly login: string
  readonly password: string
}

/** The operator. Each part throws when nobody is there, and an {@link OperatorRefusal} when it is refused. */
export interface Operator {
  readonly register: RegisterPartner
  /** Opens accounts nobody signs in with, one for each name. Resolves with their ids, in order. */
  openAccounts(names: readonly string[]): Promise<readonly string[]>
  /** Has people prove that an address reaches them: the operator carries the mail. */
  proveAddresses(addresses: readonly { readonly person: string; readonly email: string }[]): Promise<void>
  /** Has pairs of people ask and accept to be friends. */
  befriend(pairs: readonly (readonly [string, string])[]): Promise<void>
  /** Brings back what a partner, by its short name, has taken away since an instant in milliseconds. Resolves with how it went. */
  restore(partner: string, since: number): Promise<{ readonly restored: number; readonly gone: number }>
  /** Moves the clock of the server ahead to an instant; it runs from there, or stands. Only where the demo has one. */
  moveClock(at: number, pace: 'runs' | 'stands'): Promise<void>
  /** Ends a feature, `slug/feature`, for everybody at an instant. */
  endFeature(feature: string, at: number): Promise<void>
  /** Counts what hangs on a feature now. */
  hangsOn(feature: string): Promise<{ readonly grants: number; readonly tokens: number }>
  /** Certifies a partner, by its short name, for another year. */
  certify(partner: string): Promise<void>
  /** Names somebody a reviewer. */
  nameReviewer(person: string): Promise<void>
  /** Asks, as a reviewer, that a feature end later. Resolves with the id of what is then in the register. */
  askException(asked: {
    readonly feature: string
    readonly until: number
    readonly reason: string
    readonly as: Reviewer
  }): Promise<string>
  /** Agrees, as another reviewer. */
  agreeToException(agreed: { readonly exception: string; readonly as: Reviewer }): Promise<void>
  /** Closes what belongs to no feature that runs. Resolves with partners that have traffic and are not in the register. */
  reconcile(): Promise<{ readonly unregistered: readonly string[] }>
}

/** The operator at the other end of the channel. */
export function operatorOf(channel: NodeJS.Process): Operator {
  const ask = askerOf(channel)
  const tell = async (wanted: object): Promise<void> => void (await ask(wanted))
  return {
    register: async (file) => String(await ask({ register: JSON.stringify(file) })),
    openAccounts: async (names) => ((await ask({ openAccounts: names })) as readonly unknown[]).map(String),
    proveAddresses: (addresses) => tell({ proveAddresses: addresses }),
    befriend: (pairs) => tell({ befriend: pairs }),
    async restore(partner, since) {
      return (await ask({ restore: { partner, since } })) as { restored: number; gone: number }
    },
    moveClock: (at, pace) => tell({ moveClock: { at, pace } }),
    endFeature: (feature, at) => tell({ endFeature: { feature, at } }),
    hangsOn: async (feature) => (await ask({ hangsOn: feature })) as { grants: number; tokens: number },
    certify: (partner) => tell({ certify: partner }),
    nameReviewer: (person) => tell({ nameReviewer: person }),
    askException: async (asked) => String(await ask({ askException: asked })),
    agreeToException: (agreed) => tell({ agreeToException: agreed }),
    reconcile: async () => (await ask({ reconcile: true })) as { unregistered: readonly string[] },
  }
}

/** One question after the other, whoever asks: answers carry no name of their question. */
function askerOf(channel: NodeJS.Process): (wanted: object) => Promise<unknown> {
  const askNow = (wanted: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (channel.send === undefined) {
        reject(new Error('There is no operator: run countersign demo NAME.'))
        return
      }
      channel.once('message', (answer: { readonly done?: unknown; readonly refused?: string | null }) => {
        if ('done' in answer) resolve(answer.done)
        else reject(new OperatorRefusal(answer.refused ?? null))
      })
      channel.send(wanted)
    })
  let turn: Promise<unknown> = Promise.resolve()
  return (wanted) => {
    const mine = turn.then(() => askNow(wanted))
    turn = mine.catch(() => undefined)
    return mine
  }
}
