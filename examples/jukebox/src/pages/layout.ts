// The cabinet every page of Jukebox stands in.
import { type Html, html, type Piece } from '../html.ts'
import { stylePath } from '../style.ts'

/** What a page is made of. */
export interface Layout {
  readonly title: string
  readonly at: 'catalogue' | 'group' | 'elsewhere'
  readonly body: Piece
}

/** A whole page: no script, nothing from another site. */
export function layout({ title, at, body }: Layout): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Jukebox</title>
<link rel="stylesheet" href="${stylePath}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="sign" href="/">Jukebox</a>
<nav aria-label="Main">
<a href="/"${at === 'catalogue' && html` aria-current="page"`}>Catalogue</a>
<a href="/group"${at === 'group' && html` aria-current="page"`}>My group</a>
</nav>
</header>
<main id="main">
${body}
</main>
<footer><p>Jukebox is an example of an outside company on Countersign. It is built on the public SDK and gets no more than any other.</p></footer>
</body>
</html>
`
}
