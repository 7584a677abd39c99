// Words begun and not sent, kept in this browser for their thread until they are sent or their person signs out.

const PREFIX = 'countersign draft '

const keyOf = (person: string, thread: string): string => `${PREFIX}${person} ${thread}`

/** What was begun in a thread; empty for nothing. */
export function draftOf(person: string, thread: string): string {
  return localStorage.getItem(keyOf(person, thread)) ?? ''
}

/** Keeps it; nothing is kept of nothing. */
export function keepDraft(person: string, thread: string, text: string): void {
  if (text === '') localStorage.removeItem(keyOf(person, thread))
  else localStorage.setItem(keyOf(person, thread), text)
}

/** Forgets everything begun in this browser. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
