// Where the app begins: the language the server's page is in, the queries, the router.
import { appLocaleFor } from '@countersign/protocol/app-locales'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, type ReactNode, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { CallError } from './data/call.ts'
import { isEntrance, makeEntrance } from './entrance/routes.tsx'
import { Loading } from './frame/states.tsx'
import { makeRouter } from './routes.tsx'
import './style.css'
import { TextProvider } from './text/text.tsx'

const RETRIES = 2

const queries = new QueryClient({
  defaultOptions: {
    // What the server refused it will refuse again; only what did not arrive is worth another try.
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < RETRIES &&
        error instanceof CallError &&
        (error.code === 'UNREACHABLE' || error.status >= 500),
    },
  },
})
const Tour = lazy(() => import('./tour/tour.tsx').then((module) => ({ default: module.Tour })))

/** The pages an address belongs to: the tour's, those of the entrance, or those of somebody signed in. */
function pagesAt(path: string): ReactNode {
  if (path === '/' || path.startsWith('/tour/'))
    return (
      <Suspense fallback={<Loading />}>
        <Tour />
      </Suspense>
    )
  if (isEntrance(path)) return <RouterProvider router={makeEntrance(queries)} />
  return <RouterProvider router={makeRouter(queries)} />
}

const place = document.getElementById('app')
if (place === null) throw new Error('the page has no place for the app')
createRoot(place).render(
  <StrictMode>
    <TextProvider locale={appLocaleFor(document.documentElement.lang)}>
      <QueryClientProvider client={queries}>{pagesAt(location.pathname)}</QueryClientProvider>
    </TextProvider>
  </StrictMode>,
)
