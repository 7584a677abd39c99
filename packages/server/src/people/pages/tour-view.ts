// The tour (design §11): each door a sentence of the 2018 story, with what happened then beside what happens here, live.
import type { DemoPerson } from '../../acts/sign-in-demo.ts'
import { type Html, html } from '../../http/html.ts'
import { personMark } from './person-mark.ts'

/** One door of the tour. */
export interface Door {
  readonly id: string
  readonly title: string
  /** The story, then and here, one short paragraph each. */
  readonly in2018: string
  readonly here: string
  readonly picture: 'words' | 'dots' | 'list' | 'end' | 'register'
  /** What is true right now for the person looking; empty when nobody is signed in. */
  readonly live: readonly string[]
  readonly links: readonly { readonly href: string; readonly label: string }[]
  /** The demo that plays its whole story and counts what came out, by its name; null where there is none. */
  readonly demo: string | null
}

/** What the tour shows. */
export interface TourPage {
  readonly person: { readonly name: string } | null
  readonly demo: readonly DemoPerson[]
  readonly doors: readonly Door[]
}

/** The page of `/`. */
export function tourPage(tour: TourPage): Html {
  return html`<section class="hero">
      <h1>Your words leave only when you countersign.</h1>
      <p class="lead">In December 2018 the press showed how a social network had let more than 150 companies into
        people's private data. This is how it should have been built. Walk through and try it.</p>
      ${
        tour.person === null
          ? entrance(tour.demo)
          : html`<p>You are here as <strong>${tour.person.name}</strong>.
          <a class="button" href="/threads">Open your threads</a></p>`
      }
    </section>
    <ol class="doors">${tour.doors.map((door, i) => doorView(door, i + 1, tour.demo.length > 0))}</ol>
    <p class="soft source">The left side retells press reports of December 2018, the platform's answers, and regulators'
      findings. The companies in those reports dispute that they used these powers.
      ${tour.demo.length > 0 && 'The people and companies on the right side are made up.'}</p>`
}

function entrance(demo: readonly DemoPerson[]): Html {
  if (demo.length > 0) return demoPeople(demo)
  return html`<p class="inline"><a class="button" href="/sign-up">Make an account</a> <a class="button plain" href="/sign-in">Sign in</a></p>`
}

/** One click for each made-up person; exists in a demo's data folder only. */
function demoPeople(demo: readonly DemoPerson[]): Html {
  return html`<section class="demo-people" aria-labelledby="demo-title">
    <h2 id="demo-title">Come in as somebody made up</h2>
    <p class="soft">This is a demo. These people do not exist, so one click is enough.</p>
    <form method="post" action="/demo/sign-in">
      ${demo.map(({ id, name }) => html`<button class="plain" name="person" value="${id}">${personMark(id, name)} ${name}</button>`)}
    </form>
  </section>`
}

/** Whoever looks at a demo has the repository, and can play a door's story from it. */
function doorView(door: Door, number: number, isDemo: boolean): Html {
  return html`<li class="door" id="${door.id}">
    <h2><span class="door-number" aria-hidden="true">${number}</span> ${door.title}</h2>
    <div class="then-here">
      <div class="then"><h3>2018</h3>${pictures[door.picture].in2018}<p>${door.in2018}</p></div>
      <div class="here"><h3>Here</h3>${pictures[door.picture].here}<p>${door.here}</p>
        ${door.live.length > 0 && html`<ul class="live">${door.live.map((line) => html`<li>${line}</li>`)}</ul>`}
        <p class="inline">${door.links.map(({ href, label }, i) => html`<a class="button${i > 0 ? ' plain' : ''}" href="${href}">${label}</a>`)}</p>
        ${
          isDemo &&
          door.demo !== null &&
          html`<p class="soft">The whole story, with every number checked:
          <code>countersign demo ${door.demo}</code></p>`
        }
      </div>
    </div>
  </li>`
}

const picture = (shapes: Html): Html =>
  html`<svg class="picture" viewBox="0 0 160 48" width="160" height="48" aria-hidden="true" focusable="false">${shapes}</svg>`

/** Five lines of a thread; `taken` says which of them reached the company on the right. */
const lines = (taken: readonly number[]): Html =>
  picture(
    html`${[0, 1, 2, 3, 4].map(
      (
        i,
      ) => html`<rect class="${taken.includes(i) ? 'out' : 'kept'}" x="4" y="${4 + i * 9}" width="${[58, 40, 66, 34, 50][i] ?? 40}" height="5" rx="2.5" />
      ${taken.includes(i) && html`<path class="ray" d="M${8 + ([58, 40, 66, 34, 50][i] ?? 40)} ${6.5 + i * 9}H120" />`}`,
    )}<rect class="company" x="124" y="8" width="32" height="32" rx="6" />`,
  )

/** Eight people around one who said yes; `reached` says whose data went along. */
const dots = (reached: readonly number[]): Html =>
  picture(
    html`${[0, 1, 2, 3, 4, 5, 6, 7].map(
      (i) =>
        html`<circle class="${reached.includes(i) ? 'out' : 'kept'}" cx="${12 + i * 14}" cy="24" r="5.5" />`,
    )}<rect class="company" x="124" y="8" width="32" height="32" rx="6" />`,
  )

const pictures: Readonly<Record<Door['picture'], { readonly in2018: Html; readonly here: Html }>> = {
  words: { in2018: lines([0, 1, 2, 3, 4]), here: lines([]) },
  dots: { in2018: dots([0, 1, 2, 3, 4, 5, 6, 7]), here: dots([2, 5]) },
  list: {
    in2018: picture(
      html`<rect class="kept" x="4" y="6" width="110" height="36" rx="6" /><path class="blank" d="M16 18h60M16 28h40" /><rect class="company" x="124" y="8" width="32" height="32" rx="6" />`,
    ),
    here: picture(
      html`<rect class="sheet-shape" x="4" y="4" width="110" height="40" rx="6" /><path class="written" d="M14 14h56M14 24h70M14 34h44" /><path class="ray" d="M92 14h12M92 24h12M92 34h12" /><rect class="company" x="124" y="8" width="32" height="32" rx="6" />`,
    ),
  },
  end: {
    in2018: picture(
      html`<path class="ray" d="M4 24H120" /><path class="mark-end" d="M52 10v28" /><rect class="company" x="124" y="8" width="32" height="32" rx="6" />`,
    ),
    here: picture(
      html`<path class="ray" d="M4 24H52" /><path class="mark-end" d="M52 10v28" /><path class="blank" d="M60 24H120" /><rect class="company" x="124" y="8" width="32" height="32" rx="6" />`,
    ),
  },
  register: {
    in2018: picture(
      html`${[0, 1, 2, 3, 4, 5].map((i) => html`<rect class="${i < 2 ? 'company' : 'ghost'}" x="${4 + i * 26}" y="12" width="20" height="24" rx="4" />`)}`,
    ),
    here: picture(
      html`${[0, 1, 2, 3, 4, 5].map((i) => html`<rect class="company" x="${4 + i * 26}" y="12" width="20" height="24" rx="4" />`)}`,
    ),
  },
}
