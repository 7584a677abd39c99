// Friends who are here too, and what they and the person recommended to each other.
import { type Html, html, type Round, refusalView, refusedIn } from '@countersign-examples/shared'
import { films, shows, type Work } from '../catalogue.ts'
import type { KnownFriend } from '../recommendations.ts'

/** What the page shows of one friend. */
export interface FriendShown {
  readonly friend: KnownFriend
  readonly theirs: readonly Work[]
  readonly mine: readonly Work[]
}

/** What the page shows. */
export interface Friends {
  readonly connected: boolean
  /** The last reading; undefined before the first. */
  readonly reading: Round | undefined
  readonly friends: readonly FriendShown[]
}

/** The body of the page. */
export function friendsBody({ connected, reading, friends }: Friends): Html {
  return html`<section class="hero title-card">
      <h1>Recommend to friends who are here too.</h1>
      <p>A friend appears here only if you both let Matinee see your friendship. We are not told who else you know, nor how many.</p>
      ${
        connected
          ? html`${reading !== undefined && html`<p class="counter" role="status">Friends here too: <strong>${friends.length}</strong></p>`}
      ${reading !== undefined && refusedIn(reading).map(refusalView)}
      ${reading !== undefined && refusedIn(reading).length > 0 && html`<form method="post" action="/connect"><button class="big" name="feature" value="recommend">Ask on Countersign</button></form>`}
      <form method="post" action="/friends/read"><button class="big">${reading === undefined ? 'See who is here' : 'Look again'}</button></form>`
          : html`<form method="post" action="/connect"><button class="big" name="feature" value="recommend">Connect Countersign</button></form>`
      }
    </section>
    ${reading !== undefined && refusedIn(reading).length === 0 && friends.length === 0 && html`<p class="notice">Nobody you know has allowed this, or nobody yet. An empty list says nothing about your friends.</p>`}
    ${friends.map((shown, i) => friendView(shown, i))}`
}

function friendView({ friend, theirs, mine }: FriendShown, i: number): Html {
  return html`<article class="friend" aria-labelledby="friend-${i}">
    <h2 id="friend-${i}"><bdi>${friend.name}</bdi></h2>
    <p>${theirs.length === 0 ? 'Has not recommended anything to you.' : html`Recommends to you: ${listOf(theirs)}`}</p>
    ${mine.length > 0 && html`<p class="soft">You recommended: ${listOf(mine)}</p>`}
    ${friend.tie === null ? html`<p class="soft">We cannot tell which member this is, so nothing can be recommended to them here. Send it in a chat instead.</p>` : formFor(friend, i)}
  </article>`
}

function formFor({ id, name }: KnownFriend, i: number): Html {
  return html`<form class="choose" method="post" action="/friends/recommend">
    <input type="hidden" name="friend" value="${id}">
    <label for="work-${i}">A film for <bdi>${name}</bdi></label>
    <select id="work-${i}" name="code">${[...films, ...shows].map(({ code, title, year }) => html`<option value="${code}">${title} (${year})</option>`)}</select>
    <button>Recommend</button>
  </form>`
}

function listOf(works: readonly Work[]): readonly Html[] {
  return works.map(
    ({ title, link, year }, i) =>
      html`${i > 0 && ', '}<a href="${link}" rel="noreferrer">${title}</a> (${year})`,
  )
}
