// Starting a thread: with one friend the direct one, with more, or with a name, a group.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { friendsQuery } from '../data/friends.ts'
import { makeGroup, openDirect, threadsQuery } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { TextField } from '../ui/text-field.tsx'

/** The sheet that starts one. */
export function StartThread({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const text = useText()
  return (
    <Sheet title={text('threads.start')} isOpen={isOpen} onClose={onClose}>
      <StartForm onDone={onClose} />
    </Sheet>
  )
}

function StartForm({ onDone }: { readonly onDone: () => void }) {
  const text = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { data, error } = useQuery(friendsQuery)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [title, setTitle] = useState('')
  const start = useMutation({
    mutationFn: async () => {
      const [only] = chosen
      const direct = chosen.length === 1 && title.trim() === '' && only !== undefined
      return direct ? openDirect(only) : makeGroup(chosen, title)
    },
    onSuccess: async (thread) => {
      await queries.invalidateQueries(threadsQuery)
      onDone()
      await navigate({ to: '/threads/$thread', params: { thread } })
    },
  })
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    start.mutate()
  }
  if (error !== null) return <Problem error={error} />
  if (data?.friends.length === 0)
    return (
      <p>
        {text('threads.noFriends')}{' '}
        <Link to="/friends" className="text-accent underline">
          {text('nav.friends')}
        </Link>
      </p>
    )
  return (
    <form onSubmit={submit} className="grid gap-4">
      <fieldset>
        <legend className="mb-1 font-semibold">{text('threads.withWhom')}</legend>
        {data?.friends.map(({ id, name }) => (
          <label key={id} className="flex cursor-pointer items-center gap-3 py-1.5">
            <input
              type="checkbox"
              className="size-5 accent-accent"
              checked={chosen.includes(id)}
              onChange={({ target }) =>
                setChosen((before) => (target.checked ? [...before, id] : before.filter((one) => one !== id)))
              }
            />
            <PersonMark id={id} name={name} />
            {name}
          </label>
        ))}
      </fieldset>
      <TextField
        label={text('threads.name')}
        value={title}
        onChange={setTitle}
        maxLength={100}
        autoComplete="off"
      />
      {start.isError && <Problem error={start.error} />}
      <Button type="submit" weight="strong" isDisabled={chosen.length === 0} isPending={start.isPending}>
        {text('threads.start')}
      </Button>
    </form>
  )
}
