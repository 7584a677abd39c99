// Forms as a browser reads them from a page of the platform: where they go, what they hold, what can be pressed.

/** A choice or a field of a form. */
export interface Field {
  readonly name: string
  readonly value: string
  readonly type: string
  /** Whether a checkbox or radio button is on as the page came. */
  readonly checked: boolean
}

/** A button and the words on it. */
export interface Button {
  readonly name: string | null
  readonly value: string
  readonly words: string
}

/** One form of a page. */
export interface Form {
  readonly action: string
  readonly method: 'get' | 'post'
  readonly fields: readonly Field[]
  readonly buttons: readonly Button[]
}

/** The forms of a page our own templates made: attributes in double quotes, every form closed. */
export function formsOf(html: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', body = '']) => {
    const { action = '', method = 'get' } = attributesOf(head)
    return {
      action,
      method: method === 'post' ? 'post' : 'get',
      fields: fieldsOf(body),
      buttons: buttonsOf(body),
    }
  })
}

function fieldsOf(body: string): readonly Field[] {
  return [...body.matchAll(/<input\b([^>]*)>/g)].flatMap(([, head = '']) => {
    const { name, value, type = 'text', checked } = attributesOf(head)
    const ticked = type === 'checkbox' || type === 'radio'
    if (name === undefined) return []
    return [{ name, value: value ?? (ticked ? 'on' : ''), type, checked: checked !== undefined }]
  })
}

function buttonsOf(body: string): readonly Button[] {
  return [...body.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].map(([, head = '', inside = '']) => {
    const { name = null, value = '' } = attributesOf(head)
    return {
      name,
      value,
      words: plain(inside.replaceAll(/<[^>]*>/g, ' '))
        .replaceAll(/\s+/g, ' ')
        .trim(),
    }
  })
}

function attributesOf(head: string): Readonly<Record<string, string | undefined>> {
  const found = head.matchAll(/([a-z][a-z-]*)(?:="([^"]*)")?/g)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, plain(value)]))
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }

function plain(text: string): string {
  return text.replaceAll(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => entities[name] ?? '')
}
