// Nothing put into a page becomes markup by accident.
import { expect, test } from 'vitest'
import { html } from './html.ts'

test('texts are escaped, HTML and lists of it are not, nothing is left out as nothing', () => {
  const evil = `<script>"&'</script>`
  expect(String(html`<p title="${evil}">${evil}</p>`)).toBe(
    `<p title="&lt;script&gt;&quot;&amp;'&lt;/script&gt;">&lt;script&gt;&quot;&amp;'&lt;/script&gt;</p>`,
  )
  expect(String(html`${[html`<b>${1}</b>`, '<i>']}${null}${undefined}${false}`)).toBe('<b>1</b>&lt;i&gt;')
})
