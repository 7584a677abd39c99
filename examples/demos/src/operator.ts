// The one thing a demo cannot do over HTTP: the operator registers a partner, at the other end of the process channel.

/** Registers a partner from its declaration and resolves with the id of its OAuth client. */
export type RegisterPartner = (file: object) => Promise<string>

/** The operator at the other end of the channel. @throws Error when nobody is there, or when the partner is refused */
export function operatorOf(channel: NodeJS.Process): RegisterPartner {
  return (file) =>
    new Promise((resolve, reject) => {
      if (channel.send === undefined) {
        reject(new Error('There is no operator to register the partner: run countersign demo NAME.'))
        return
      }
      channel.once('message', (answer) => {
        if (isRegistered(answer)) resolve(answer.client)
        else reject(new Error('The operator did not register the partner.'))
      })
      channel.send({ register: JSON.stringify(file) })
    })
}

function isRegistered(answer: unknown): answer is { readonly client: string } {
  return (
    typeof answer === 'object' && answer !== null && 'client' in answer && typeof answer.client === 'string'
  )
}
