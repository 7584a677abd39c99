// Links that make friends: one made now, to be copied, and those nobody has used yet.
import { useSuspenseQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type FriendLink, linksQuery, useMakeLink, useTakeLinkBack } from '../data/friends.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Problem } from '../ui/problem.tsx'

/** The part of the page about links. */
export function LinkSection() {
  const text = useText()
  const id = useId()
  const { items } = useSuspenseQuery(linksQuery).data
  const make = useMakeLink()
  return (
    <section aria-labelledby={id} className="my-6">
      <h2 id={id} className="mb-1 text-xl">
        {text('friends.link')}
      </h2>
      <p className="mb-3">{text('friends.linkWhat')}</p>
      <Button isPending={make.isPending} onPress={() => make.mutate(undefined)}>
        {text('friends.makeLink')}
      </Button>
      {make.data && <Fresh code={make.data.code} />}
      {make.isError && <Problem error={make.error} />}
      {items.length > 0 && (
        <ul aria-label={text('friends.standingLinks')} className="mt-3">
          {items.map((one) => (
            <LinkRow key={one.id} one={one} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Fresh({ code }: { readonly code: string }) {
  const text = useText()
  const [copied, setCopied] = useState(false)
  const address = `${location.origin}/friend?code=${code}`
  const copy = (): void => {
    void navigator.clipboard.writeText(address).then(() => setCopied(true))
  }
  return (
    <Callout kind="good">
      <p>{text('friends.linkOnce')}</p>
      <div className="mt-2 flex flex-wrap gap-3">
        <input
          readOnly
          aria-label={text('friends.linkField')}
          value={address}
          onFocus={(event) => event.target.select()}
          className="min-h-11 min-w-0 flex-1 rounded-box border border-edge bg-sheet px-3"
        />
        <Button onPress={copy}>{text('friends.copy')}</Button>
      </div>
      {copied && <p className="mt-2">{text('friends.copied')}</p>}
    </Callout>
  )
}

function LinkRow({ one: { id, expires_at } }: { readonly one: FriendLink }) {
  const text = useText()
  const take = useTakeLinkBack()
  const day = new Date(expires_at)
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-center gap-3">
        <span className="flex-1">{text('friends.linkUntil', { day })}</span>
        <Button
          size="small"
          aria-label={text('friends.takeBackWhich', { day })}
          isPending={take.isPending}
          onPress={() => take.mutate(id)}
        >
          {text('friends.takeBack')}
        </Button>
      </div>
      {take.isError && <Problem error={take.error} />}
    </li>
  )
}
