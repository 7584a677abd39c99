// The HTML template: nothing from outside becomes markup.
import { describe, expect, it } from 'vitest'
import { html, htmlText } from './html.ts'

describe('html', () => {
  it('escapes texts, in text and in attributes', () => {
    const name = `<script>"&'`
    expect(htmlText(html`<p title="${name}">${name}</p>`)).toBe(
      '<p title="&lt;script&gt;&quot;&amp;&#39;">&lt;script&gt;&quot;&amp;&#39;</p>',
    )
  })

  it('keeps HTML, joins lists, leaves out nothing-values, writes zero', () => {
    const items = ['<a>', 'b'].map((text) => html`<li>${text}</li>`)
    expect(htmlText(html`<ul>${items}</ul>${undefined}${null}${false}${0}`)).toBe(
      '<ul><li>&lt;a&gt;</li><li>b</li></ul>0',
    )
  })

  it('does not take an object from outside for HTML', () => {
    const forged = JSON.parse('{"markup":"<b>"}') as never
    expect(() => html`${forged}`).toThrow()
  })
})
