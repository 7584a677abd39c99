// A mail reads the way its language does, and what stands in a name stays words.
import { expect, it } from 'vitest'
import { directed, mailHtml } from './mail-html.ts'

it('is no markup, whatever a name holds, and links only where a line is an address', () => {
  const html = mailHtml(
    '<b>',
    'Evil <img src=x> & "Co" got it: https://evil.example/x\n\nhttps://a.example/p?x=1&y="2"\n',
    'en',
  )
  expect(html).toContain('<title>&lt;b&gt;</title>')
  expect(html).toContain('<p>Evil &lt;img src=x&gt; &amp; &quot;Co&quot; got it: https://evil.example/x</p>')
  expect(html).toContain('<a dir="ltr" href="https://a.example/p?x=1&amp;y=&quot;2&quot;">')
  expect(html).not.toMatch(/<img|<script/)
})

it('says its language and its direction', () => {
  expect(mailHtml('s', 'Hello.', 'en')).toContain('<html lang="en" dir="ltr">')
  expect(mailHtml('s', 'مرحبا.', 'ar')).toContain('<html lang="ar" dir="rtl">')
})

it('in plain text begins each line of words from the right, and leaves addresses as they are', () => {
  const text = 'Jukebox حصلت\n\nhttps://a.example/x\n'
  expect(directed(text, 'en')).toBe(text)
  expect(directed(text, 'ar')).toBe('\u200FJukebox حصلت\n\nhttps://a.example/x\n')
})
