// What a demo cannot do over HTTP, it asks the operator for, at the other end of the process channel; one thing at a time.

/** Registers a partner from its declaration and resolves with the id of its OAuth client. */
export type RegisterPartner = (file: object) => Promise<string>

/** The operator. Each part throws when nobody is there, or when it is refused. */
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
}

/** The operator at the other end of the channel. */
export function operatorOf(channel: NodeJS.Process): Operator {
  const ask = (wanted: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (channel.send === undefined) {
        reject(new Error('There is no operator: run countersign demo NAME.'))
        return
      }
      channel.once('message', (answer) => {
        if (typeof answer === 'object' && answer !== null && 'done' in answer) resolve(answer.done)
        else reject(new Error('The operator did not do what the demo asked for.'))
      })
      channel.send(wanted)
    })
  return {
    register: async (file) => String(await ask({ register: JSON.stringify(file) })),
    openAccounts: async (names) => ((await ask({ openAccounts: names })) as readonly unknown[]).map(String),
    async proveAddresses(addresses) {
      await ask({ proveAddresses: addresses })
    },
    async befriend(pairs) {
      await ask({ befriend: pairs })
    },
    async restore(partner, since) {
      return (await ask({ restore: { partner, since } })) as { restored: number; gone: number }
    },
  }
}
