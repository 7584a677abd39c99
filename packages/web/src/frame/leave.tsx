// The reader's name and the way out, at the end of the top bar.
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Me, signOut } from '../data/session.ts'
import { useText } from '../text/text.tsx'
import { Problem } from '../ui/problem.tsx'
import { barLink } from './top-bar.tsx'

/** Somebody who acts as a test person goes back to being themselves (OVR-02); `children` lead to one's own account. */
export function Leave({ me, children }: { readonly me: Me; readonly children: ReactNode }) {
  const text = useText()
  const out = useMutation({ mutationFn: signOut })
  const name = <span className="text-soft">{me.name}</span>
  if (me.acting)
    return (
      <form method="post" action="/console/acting/stop" className="flex gap-3">
        {name}
        <button type="submit" className={`${barLink} cursor-pointer`}>
          {text('nav.beYourself')}
        </button>
      </form>
    )
  return (
    <span className="flex gap-3">
      {name}
      {children}
      <button type="button" className={`${barLink} cursor-pointer`} onClick={() => out.mutate()}>
        {text('nav.signOut')}
      </button>
      {out.isError && <Problem error={out.error} />}
    </span>
  )
}
