// What is shown where a call failed: what happened, and what to do next.
import { CallError } from '../data/call.ts'
import { useText } from '../text/text.tsx'
import type { Text } from '../text/text-in.ts'
import { Button } from './button.tsx'
import { Callout } from './callout.tsx'

/** The sentence for an error: the server's own, or ours where it did not get to say one. */
function sayError(text: Text, error: unknown): string {
  if (!(error instanceof CallError)) return text('app.unexpected')
  if (error.code === 'UNREACHABLE') return text('app.offline')
  if (error.code === 'EMPTY_FILE') return text('file.empty')
  if (error.code === 'NO_PASSKEYS') return text('app.noPasskeys')
  if (error.code === 'SIGN_WITH_KEY') return text('keys.cannot')
  if (error.code === 'STATEMENT_GONE') return text('keys.gone')
  return error.message || text('app.unexpected')
}

/** Whether what to do about it is done where one's keys are. */
function isAboutKeys(error: unknown): boolean {
  return error instanceof CallError && ['SIGN_WITH_KEY', 'STATEMENT_GONE'].includes(error.code)
}

/** The error and a button to try again, where that makes sense. */
export function Problem({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const text = useText()
  return (
    <Callout kind="bad">
      <p>{sayError(text, error)}</p>
      {isAboutKeys(error) && (
        <p className="mt-2">
          <a href="/account#keys" className="text-accent underline">
            {text('keys.goThere')}
          </a>
        </p>
      )}
      {retry && (
        <p className="mt-2">
          <Button size="small" onPress={retry}>
            {text('app.retry')}
          </Button>
        </p>
      )}
    </Callout>
  )
}
