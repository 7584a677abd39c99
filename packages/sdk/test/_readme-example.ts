// The example of the README, word for word: compiled here, run by the testkit's sdk-flow.test.ts, compared by readme.test.ts.
import {
  type Connection,
  createPartner,
  isCountersignError,
  type PartnerSettings,
  type PendingConnection,
} from '@countersign/sdk'

export function music(settings: PartnerSettings) {
  const partner = createPartner(settings)

  /** Where your "Connect" button leads. Keep `pending` on the server, with the browser's session. */
  async function connect(): Promise<{ authorizationUrl: string; pending: PendingConnection }> {
    return partner.connect({
      asks: [
        { purpose: 'share_content', actions: ['messages.write'] },
        { purpose: 'group_activity', actions: ['threads.list', 'messages.read'] },
      ],
    })
  }

  /** What your redirect address does. Keep the connection under `connection.person`. */
  async function finish(url: string, pending: PendingConnection, kept: Map<string, Connection>) {
    const connection = await partner.finish(url, pending, { previous: (person) => kept.get(person) })
    kept.set(connection.person, connection)
    return connection.person
  }

  /** The texts of the selected threads, as far as everyone concerned allowed. */
  async function texts(person: string, kept: Map<string, Connection>): Promise<string[] | string> {
    const connection = kept.get(person)
    if (connection === undefined) return 'not connected'
    const client = await partner.client({ connection, save: async (next) => void kept.set(person, next) })
    const found: string[] = []
    try {
      for await (const thread of client.threads('group_activity')) {
        for await (const { text } of client.messages('group_activity', thread.id)) if (text) found.push(text)
      }
      return found
    } catch (error) {
      if (!isCountersignError(error)) throw error
      switch (error.code) {
        case 'WITHDRAWN':
        case 'CONNECTION_ENDED':
          kept.delete(person) // and delete what you hold
          return 'no longer allowed'
        case 'DELIVERY_GAP':
          return `evidence: expected delivery ${error.expected}, got ${error.received}`
        default:
          return error.message
      }
    }
  }

  return { connect, finish, texts }
}
