// One friend, or somebody asking, and what can be done.
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Friend, useAcceptFriend, useEndFriend } from '../data/friends.ts'
import { openDirect } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'
import { Row } from '../ui/row.tsx'

interface One {
  readonly one: Friend
}

/** Somebody who would like to be friends. */
export function RequestRow({ one }: One) {
  const text = useText()
  const accept = useAcceptFriend()
  const decline = useEndFriend()
  const { id, name, since } = one
  return (
    <PersonRow
      one={one}
      line={text('friends.askedOn', { day: new Date(since) })}
      error={accept.error ?? decline.error}
    >
      <Button
        size="small"
        aria-label={text('friends.acceptWhom', { name })}
        isPending={accept.isPending}
        onPress={() => accept.mutate(id)}
      >
        {text('friends.accept')}
      </Button>
      <Button
        size="small"
        aria-label={text('friends.declineWhom', { name })}
        isPending={decline.isPending}
        onPress={() => decline.mutate(id)}
      >
        {text('friends.decline')}
      </Button>
    </PersonRow>
  )
}

/** A friend. */
export function FriendRow({ one }: One) {
  const text = useText()
  const navigate = useNavigate()
  const write = useMutation({
    mutationFn: openDirect,
    onSuccess: (thread) => navigate({ to: '/threads/$thread', params: { thread } }),
  })
  const end = useEndFriend()
  const { id, name, since } = one
  return (
    <PersonRow
      one={one}
      line={text('friends.since', { day: new Date(since) })}
      error={write.error ?? end.error}
    >
      <Button
        size="small"
        aria-label={text('friends.writeWhom', { name })}
        isPending={write.isPending}
        onPress={() => write.mutate(id)}
      >
        {text('friends.write')}
      </Button>
      <Button
        size="small"
        aria-label={text('friends.endWhom', { name })}
        isPending={end.isPending}
        onPress={() => end.mutate(id)}
      >
        {text('friends.end')}
      </Button>
    </PersonRow>
  )
}

function PersonRow({
  one: { id, name },
  line,
  error,
  children,
}: One & { readonly line: string; readonly error: unknown; readonly children: ReactNode }) {
  return (
    <Row mark={<PersonMark id={id} name={name} />} title={name} line={line} acts={children}>
      {error != null && <Problem error={error} />}
    </Row>
  )
}
