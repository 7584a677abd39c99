// Which page is at which address. Each page is loaded when it is first gone to, its data with it.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { friendsQuery } from './data/friends.ts'
import { meQuery } from './data/session.ts'
import { Frame } from './frame/frame.tsx'
import { useText } from './text/text.tsx'
import { Page } from './ui/page.tsx'
import { Problem } from './ui/problem.tsx'

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
  loader: ({ context }) => context.queries.query({ ...friendsQuery, staleTime: 'static' }),
  component: lazyRouteComponent(() => import('./friends/friends-page.tsx'), 'FriendsPage'),
})

/** The router of the app. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([friends]),
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

function Loading() {
  const text = useText()
  return (
    <p role="status" className="px-4 py-16 text-center text-soft">
      {text('app.loading')}
    </p>
  )
}

function Failed({ error, reset }: ErrorComponentProps) {
  return (
    <main id="main" className="mx-auto max-w-xl px-4 py-10">
      <Problem error={error} retry={reset} />
    </main>
  )
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
