// The tour: a router of its own, for anybody. It is loaded when somebody takes it, and with nothing else.
import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { entranceQuery } from '../data/entrance.ts'
import { privacyQuery } from '../data/privacy.ts'
import { tourQuery } from '../data/tour.ts'
import { Failed, Loading } from '../frame/states.tsx'
import { DoorPage } from './door-page.tsx'
import { TourFrame } from './tour-frame.tsx'
import { TourPage } from './tour-page.tsx'

interface TourContext {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<TourContext>()({
  loader: async ({ context: { queries } }) => {
    const [{ me }] = await Promise.all([
      queries.query({ ...tourQuery, staleTime: 'static' }),
      queries.query({ ...entranceQuery, staleTime: 'static' }),
    ])
    if (me !== null) await queries.query({ ...privacyQuery, staleTime: 'static' })
  },
  component: TourFrame,
  pendingComponent: Loading,
  errorComponent: Failed,
})

const pages = [
  createRoute({ getParentRoute: () => root, path: '/', component: TourPage }),
  createRoute({ getParentRoute: () => root, path: '/tour/$door', component: DoorPage }),
]

function makeTour(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren(pages),
    context: { queries },
    defaultPendingComponent: Loading,
    defaultErrorComponent: Failed,
    scrollRestoration: false,
  })
}

/** All of it. */
export function Tour() {
  const queries = useQueryClient()
  const [router] = useState(() => makeTour(queries))
  return <RouterProvider router={router} />
}
