// A friend's link, opened: who made it, and one tap to become friends, with an account or on the way to one.
import { useQuery } from '@tanstack/react-query'
import { CallError } from '../data/call.ts'
import { openLink, useForm, useLinkMaker } from '../data/entrance.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'
import { asked } from './own-path.ts'

const button =
  'inline-flex min-h-11 items-center rounded-box border border-edge bg-sheet px-4 font-semibold hover:border-accent'

/** The page of `/friend`. */
export function FriendPage() {
  const text = useText()
  const code = asked('code') ?? ''
  const maker = useQuery(useLinkMaker(code))
  const open = useForm(openLink, () => location.assign('/friends'))
  const stranger = open.error instanceof CallError && open.error.code === 'SIGN_IN'
  const name = maker.data?.person.name ?? ''
  return (
    <Page title={text('friend.title')}>
      {maker.isError && <Problem error={maker.error} />}
      {maker.data && (
        <>
          <p className="my-4 flex items-center gap-3">
            <PersonMark id={maker.data.person.id} name={name} />
            <span>{text('friend.invites', { name })}</span>
          </p>
          <p className="my-4">{text('friends.promise')}</p>
          <div className="flex flex-wrap gap-3">
            <Button weight="strong" isPending={open.isPending} onPress={() => open.mutate(code)}>
              {text('friend.accept')}
            </Button>
            <a className={button} href={`/sign-up?invitation=${encodeURIComponent(code)}&next=/friends`}>
              {text('signUp.title')}
            </a>
          </div>
          {open.isError && !stranger && <Problem error={open.error} />}
        </>
      )}
    </Page>
  )
}
