// The frame every page of a partner stands in.
import type { PartnerApp } from '../app.ts'
import { type Html, html, type Piece } from '../html.ts'
import { stylePathOf } from '../style.ts'

/** What a page is made of. */
export interface Layout {
  readonly title: string
  /** The path of the place it belongs to. */
  readonly at: string
  readonly body: Piece
}

/** A whole page: no script, nothing from another site. */
export function layout(
  { name, css, places }: Pick<PartnerApp, 'name' | 'css' | 'places'>,
  { title, at, body }: Layout,
): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${name}</title>
<link rel="stylesheet" href="${stylePathOf({ css })}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="sign" href="/">${name}</a>
<nav aria-label="Main">
${places.map((place) => html`<a href="${place.path}"${at === place.path && html` aria-current="page"`}>${place.name}</a>\n`)}</nav>
</header>
<main id="main">
${body}
</main>
<footer><p>${name} is an example of an outside company on Countersign. It is built on the public SDK and gets no more than any other.</p></footer>
</body>
</html>
`
}
