// The pages on the way in, and the permission screen on the way to a company: a router of their own, without the frame that asks who is there.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { entranceQuery } from '../data/entrance.ts'
import { Failed, Loading } from '../frame/states.tsx'
import { EntranceFrame } from './entrance-frame.tsx'

interface EntranceContext {
  readonly queries: QueryClient
}

const paths = ['/sign-in', '/sign-up', '/claim', '/recover', '/friend', '/closed'] as const

/** Whether an address is one of theirs. */
export function isEntrance(path: string): boolean {
  return (paths as readonly string[]).includes(path) || path.startsWith('/interaction/')
}

const root = createRootRouteWithContext<EntranceContext>()({
  loader: ({ context }) => context.queries.query({ ...entranceQuery, staleTime: 'static' }),
  component: () => (
    <EntranceFrame>
      <Outlet />
    </EntranceFrame>
  ),
  pendingComponent: Loading,
  errorComponent: Failed,
})

const at = <const Path extends (typeof paths)[number] | '/interaction/$uid'>(
  path: Path,
  component: ReturnType<typeof lazyRouteComponent>,
) => createRoute({ getParentRoute: () => root, path, component })

const pages = [
  at(
    '/sign-in',
    lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
  ),
  at(
    '/sign-up',
    lazyRouteComponent(() => import('./sign-up-page.tsx'), 'SignUpPage'),
  ),
  at(
    '/claim',
    lazyRouteComponent(() => import('./claim-page.tsx'), 'ClaimPage'),
  ),
  at(
    '/recover',
    lazyRouteComponent(() => import('./recover-page.tsx'), 'RecoverPage'),
  ),
  at(
    '/friend',
    lazyRouteComponent(() => import('./friend-page.tsx'), 'FriendPage'),
  ),
  at(
    '/closed',
    lazyRouteComponent(() => import('./closed-page.tsx'), 'ClosedPage'),
  ),
  at(
    '/interaction/$uid',
    lazyRouteComponent(() => import('../permission/permission-page.tsx'), 'PermissionPage'),
  ),
]

/** The router of the entrance. */
export function makeEntrance(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren(pages),
    context: { queries },
    defaultPendingComponent: Loading,
    defaultErrorComponent: Failed,
    scrollRestoration: false,
  })
}
