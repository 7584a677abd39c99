// Which page is at which address. Each page is loaded when it is first gone to, its data with it.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { codesQuery, devicesQuery, passkeysQuery } from './data/account.ts'
import { contactsQuery } from './data/contacts.ts'
import { entranceQuery } from './data/entrance.ts'
import { friendsQuery, linksQuery } from './data/friends.ts'
import { keysQuery } from './data/keys.ts'
import { noticesQuery, privacyQuery, remindersQuery } from './data/privacy.ts'
import { meQuery } from './data/session.ts'
import { draftQuery } from './data/sharing-cards.ts'
import { sharingQuery, threadQuery, threadsQuery } from './data/threads.ts'
import { Frame } from './frame/frame.tsx'
import { Failed, Loading } from './frame/states.tsx'
import { useText } from './text/text.tsx'
import { Page } from './ui/page.tsx'

interface RouterContext {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({
  loader: ({ context }) => context.queries.query({ ...meQuery, staleTime: 'static' }),
  component: Frame,
  pendingComponent: Loading,
  errorComponent: Failed,
  notFoundComponent: Nowhere,
})

const friends = createRoute({
  getParentRoute: () => root,
  path: '/friends',
  loader: ({ context: { queries } }) =>
    Promise.all([
      queries.query({ ...friendsQuery, staleTime: 'static' }),
      queries.query({ ...linksQuery, staleTime: 'static' }),
    ]),
  component: lazyRouteComponent(() => import('./friends/friends-page.tsx'), 'FriendsPage'),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  loader: async ({ context: { queries } }) => {
    const { id } = await queries.query({ ...meQuery, staleTime: 'static' })
    return Promise.all([
      queries.query({ ...keysQuery(id), staleTime: 'static' }),
      queries.query({ ...passkeysQuery, staleTime: 'static' }),
      queries.query({ ...devicesQuery, staleTime: 'static' }),
      queries.query({ ...codesQuery, staleTime: 'static' }),
      queries.query({ ...entranceQuery, staleTime: 'static' }),
    ])
  },
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
})

const threads = createRoute({
  getParentRoute: () => root,
  path: '/threads',
  loader: ({ context }) => context.queries.query({ ...threadsQuery, staleTime: 'static' }),
  component: lazyRouteComponent(() => import('./threads/threads-page.tsx'), 'ThreadsPage'),
})

const noThread = createRoute({
  getParentRoute: () => threads,
  path: '/',
  component: lazyRouteComponent(() => import('./threads/threads-page.tsx'), 'NoThread'),
})

const thread = createRoute({
  getParentRoute: () => threads,
  path: '/$thread',
  component: lazyRouteComponent(() => import('./threads/thread-page.tsx'), 'ThreadPage'),
})

const aboutThread = createRoute({
  getParentRoute: () => threads,
  path: '/$thread/about',
  loader: async ({ context, params }) => {
    await context.queries.query({ ...threadQuery(params.thread), staleTime: 'static' })
    await context.queries.query({ ...sharingQuery(params.thread), staleTime: 'static' })
  },
  component: lazyRouteComponent(() => import('./threads/about-page.tsx'), 'AboutPage'),
})

const privacy = createRoute({
  getParentRoute: () => root,
  path: '/privacy',
  loader: ({ context: { queries } }) =>
    Promise.all([
      queries.query({ ...privacyQuery, staleTime: 'static' }),
      queries.query({ ...noticesQuery, staleTime: 'static' }),
      queries.query({ ...remindersQuery, staleTime: 'static' }),
      queries.query({ ...entranceQuery, staleTime: 'static' }),
    ]),
  component: lazyRouteComponent(() => import('./privacy/privacy-page.tsx'), 'PrivacyPage'),
})

const got = createRoute({
  getParentRoute: () => root,
  path: '/privacy/got',
  loader: ({ context }) => context.queries.query({ ...privacyQuery, staleTime: 'static' }),
  component: lazyRouteComponent(() => import('./privacy/got-page.tsx'), 'GotPage'),
})

const gotOne = createRoute({
  getParentRoute: () => root,
  path: '/privacy/got/$leaf',
  component: lazyRouteComponent(() => import('./privacy/got-one-page.tsx'), 'GotOnePage'),
})

const close = createRoute({
  getParentRoute: () => root,
  path: '/account/close',
  loader: ({ context }) => context.queries.query({ ...privacyQuery, staleTime: 'static' }),
  component: lazyRouteComponent(() => import('./privacy/close-page.tsx'), 'ClosePage'),
})

const contact = createRoute({
  getParentRoute: () => root,
  path: '/contact',
  loader: ({ context: { queries } }) =>
    Promise.all([
      queries.query({ ...contactsQuery, staleTime: 'static' }),
      queries.query({ ...entranceQuery, staleTime: 'static' }),
    ]),
  component: lazyRouteComponent(() => import('./contact/contact-page.tsx'), 'ContactPage'),
})

const confirmContact = createRoute({
  getParentRoute: () => root,
  path: '/contact/confirm',
  component: lazyRouteComponent(() => import('./contact/confirm-page.tsx'), 'ConfirmPage'),
})

const share = createRoute({
  getParentRoute: () => root,
  path: '/share/$draft',
  loader: ({ context: { queries }, params }) =>
    Promise.all([
      queries.query({ ...draftQuery(params.draft), staleTime: 'static' }),
      queries.query({ ...threadsQuery, staleTime: 'static' }),
      queries.query({ ...friendsQuery, staleTime: 'static' }),
    ]),
  component: lazyRouteComponent(() => import('./share/share-page.tsx'), 'SharePage'),
})

/** The router of the app. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      friends,
      account,
      privacy,
      got,
      gotOne,
      close,
      share,
      contact,
      confirmContact,
      threads.addChildren([noThread, thread, aboutThread]),
    ]),
    context: { queries },
    defaultPendingComponent: Loading,
    defaultErrorComponent: Failed,
    defaultNotFoundComponent: Nowhere,
    scrollRestoration: false,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}

function Nowhere() {
  const text = useText()
  return (
    <Page title="404">
      <p className="mb-4">{text('app.nowhere')}</p>
      <a href="/threads" className="text-accent underline">
        {text('app.home')}
      </a>
    </Page>
  )
}
