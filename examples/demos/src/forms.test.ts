// Reading forms: what a browser would send, and where.
import { describe, expect, it } from 'vitest'
import { formsOf } from './forms.ts'

describe('formsOf', () => {
  it('reads where a form goes, its fields with entities undone, and its buttons', () => {
    const page = `<form class="a" method="post" action="/x?a=1&amp;b=2">
      <input type="hidden" name="screen" value="&lt;h&quot;&gt;" />
      <label><input type="checkbox" name="offer" value="0" checked /> See <b>threads</b></label>
      <input name="login" required>
      <button name="answer" value="yes" disabled><span>Yes,</span>
        please</button><button>No</button>
    </form><form action="/y"></form>`
    expect(formsOf(page)).toEqual([
      {
        action: '/x?a=1&b=2',
        method: 'post',
        fields: [
          { name: 'screen', value: '<h">', type: 'hidden', checked: false },
          { name: 'offer', value: '0', type: 'checkbox', checked: true },
          { name: 'login', value: '', type: 'text', checked: false },
        ],
        buttons: [
          { name: 'answer', value: 'yes', words: 'Yes, please' },
          { name: null, value: '', words: 'No' },
        ],
      },
      { action: '/y', method: 'get', fields: [], buttons: [] },
    ])
  })
})
