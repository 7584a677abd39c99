// Friends: those who ask, those who are, and a way to ask.
import { useSuspenseQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { friendsQuery, useAskFriend } from '../data/friends.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { TextField } from '../ui/text-field.tsx'
import { FriendRow, RequestRow } from './friend-rows.tsx'
import { LinkSection } from './link-section.tsx'

/** The page of `/friends`. */
export function FriendsPage() {
  const text = useText()
  const { friends, requests } = useSuspenseQuery(friendsQuery).data
  return (
    <Page title={text('friends.title')}>
      <p className="mb-4">{text('friends.promise')}</p>
      {requests.length > 0 && (
        <section aria-labelledby="requests">
          <h2 id="requests" className="mt-6 mb-2 text-xl">
            {text('friends.requests')}
          </h2>
          <ul>
            {requests.map((one) => (
              <RequestRow key={one.id} one={one} />
            ))}
          </ul>
        </section>
      )}
      <AskForm />
      <LinkSection />
      {friends.length === 0 ? (
        <p className="my-8 rounded-box border border-dashed border-edge px-4 py-6 text-center text-soft">
          {text('friends.none')}
        </p>
      ) : (
        <ul aria-label={text('friends.list')}>
          {friends.map((one) => (
            <FriendRow key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function AskForm() {
  const text = useText()
  const ask = useAskFriend()
  const [login, setLogin] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    ask.mutate(login, { onSuccess: () => setLogin('') })
  }
  return (
    <form onSubmit={submit} className="my-5">
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label={text('friends.find')}
          value={login}
          onChange={setLogin}
          isRequired
          autoComplete="off"
        />
        <Button type="submit" weight="strong" isPending={ask.isPending}>
          {text('friends.ask')}
        </Button>
      </div>
      {ask.isSuccess && <Callout kind="good">{text('friends.asked')}</Callout>}
      {ask.isError && <Problem error={ask.error} />}
    </form>
  )
}
