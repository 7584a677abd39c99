// What people are told when connecting did not work.
import { isCountersignError } from '@countersign/sdk'
import type { Message, SiteWords } from './app.ts'

/** The status and the page for an error of the SDK. @throws whatever else it is */
export function explain(error: unknown, { saidNo }: Pick<SiteWords, 'saidNo'>): [number, Message] {
  if (!isCountersignError(error)) throw error
  const { code, message: words } = error
  if (code === 'UNREACHABLE')
    return [
      503,
      { code, title: 'Countersign is not there', words: 'We cannot reach it. Try again in a moment.' },
    ]
  if (code !== 'AUTHORIZATION_REFUSED') return [502, { code, title: 'That did not work', words }]
  return error.oauthError === 'access_denied'
    ? [200, { code, title: 'You said no', words: saidNo }]
    : [502, { code, title: 'Countersign refused the request', words }]
}
