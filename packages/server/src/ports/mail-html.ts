// A mail's words as HTML beside its plain text: only there can a mail say which way it is read (HTML Standard, the dir attribute).
import { type AppLocale, directionOf } from '@countersign/protocol/app-locales'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

/** A line that is an address becomes a link to it; everything else stays words, whatever stands in a name. */
function lineOf(line: string): string {
  const shown = escaped(line)
  return /^https?:\/\/\S+$/.test(line) ? `<a dir="ltr" href="${shown}">${shown}</a>` : shown
}

/** The text as HTML, paragraph by paragraph: nothing is fetched for it, and nothing of it runs. */
export function mailHtml(subject: string, text: string, language: AppLocale): string {
  const paragraphs = text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.split('\n').map(lineOf).join('<br>\n')}</p>`)
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body>
${paragraphs.join('\n')}
</body>
</html>
`
}

const RIGHT_TO_LEFT_MARK = '\u200F'

/** Plain text has no direction but that of its first strong letter (UAX 9, P2): a mark before each line gives it that of its language. */
export function directed(text: string, language: AppLocale): string {
  if (directionOf(language) === 'ltr') return text
  const isWords = (line: string): boolean => line !== '' && !/^https?:\/\//.test(line)
  return text
    .split('\n')
    .map((line) => (isWords(line) ? RIGHT_TO_LEFT_MARK + line : line))
    .join('\n')
}
