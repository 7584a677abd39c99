// About one thread: its name, how it shares with companies, its members, read marks, leaving it.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useLocale } from 'react-aria-components'
import { blocksQuery, useBlock } from '../data/blocks.ts'
import { friendsQuery } from '../data/friends.ts'
import { readingQuery, useShowReading } from '../data/marks.ts'
import { meQuery } from '../data/session.ts'
import { type Setting, sharingQuery, type Thread, threadQuery, useThreadActs } from '../data/threads.ts'
import { useText } from '../text/text.tsx'
import { Button } from '../ui/button.tsx'
import { dayWords } from '../ui/moments.ts'
import { PersonMark } from '../ui/person-mark.tsx'
import { Problem } from '../ui/problem.tsx'
import { TextField } from '../ui/text-field.tsx'
import { titleFor } from './titles.ts'

/** The page of `/threads/:thread/about`. */
export function AboutPage() {
  const text = useText()
  const id = useParams({ from: '/threads/$thread/about', select: ({ thread }) => thread })
  const { data: me } = useSuspenseQuery(meQuery)
  const { data: thread } = useSuspenseQuery(threadQuery(id))
  const title = titleFor(text, thread, me.id)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-2xl gap-8 px-4 py-6">
        <div>
          <Link to="/threads/$thread" params={{ thread: id }} className="text-accent underline">
            {text('about.back')}
          </Link>
          <h1 dir="auto" className="mt-2 text-start text-3xl">
            {title}
          </h1>
        </div>
        <Sharing thread={thread} />
        <Members thread={thread} me={me.id} />
        {thread.kind === 'group' && <Rename thread={thread} />}
        <ReadMarks />
        {thread.kind === 'group' && <Leave id={id} />}
      </div>
    </div>
  )
}

function Sharing({ thread }: { readonly thread: Thread }) {
  const text = useText()
  const { data } = useSuspenseQuery(sharingQuery(thread.id))
  const { set } = useThreadActs(thread.id)
  const [chosen, setChosen] = useState<Setting>(thread.setting)
  return (
    <section aria-labelledby="sharing">
      <h2 id="sharing" className="text-xl">
        {text('about.companies')}
      </h2>
      <fieldset className="my-2">
        <legend className="text-soft">{text('about.companiesHint')}</legend>
        {data.choices.map((setting) => (
          <label key={setting} className="flex cursor-pointer gap-3 py-2">
            <input
              type="radio"
              name="setting"
              checked={chosen === setting}
              onChange={() => setChosen(setting)}
              className="mt-1 size-4.5 accent-accent"
            />
            <span>
              <strong>{text(`setting.${setting}`)}</strong> {text(`setting.${setting}.says`)}
            </span>
          </label>
        ))}
      </fieldset>
      {set.isError && <Problem error={set.error} />}
      {data.choices.length < 2 ? (
        <p className="text-soft">{text('about.noChoice')}</p>
      ) : (
        <Button
          isDisabled={chosen === thread.setting}
          isPending={set.isPending}
          onPress={() => set.mutate(chosen)}
        >
          {text('about.save')}
        </Button>
      )}
    </section>
  )
}

function Members({ thread, me }: { readonly thread: Thread; readonly me: string }) {
  const text = useText()
  const { locale } = useLocale()
  return (
    <section aria-labelledby="members">
      <h2 id="members" className="text-xl">
        {text('about.members')}
      </h2>
      <ul>
        {thread.members.map(({ id, name, joined_at }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 border-b border-line py-2">
            <PersonMark id={id} name={name} />
            <span className="flex-1">{id === me ? text('about.you', { name }) : name}</span>
            <span className="text-sm text-soft">
              {text('about.since', { when: dayWords(locale, new Date(joined_at), new Date()) })}
            </span>
            {id !== me && <Block id={id} name={name} />}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-soft">{text('about.blockSays')}</p>
      {thread.kind === 'group' && <AddFriend thread={thread} />}
    </section>
  )
}

/** Keeps somebody from beginning anything new with the reader; they are not told. */
function Block({ id, name }: { readonly id: string; readonly name: string }) {
  const text = useText()
  const { data } = useQuery(blocksQuery)
  const block = useBlock(id)
  const isOn = data?.some((one) => one.id === id) === true
  return (
    <>
      <Button
        size="small"
        weight={isOn ? 'plain' : 'bad'}
        aria-label={text(isOn ? 'about.unblockWhom' : 'about.blockWhom', { name })}
        isDisabled={data === undefined}
        isPending={block.isPending}
        onPress={() => block.mutate(!isOn)}
      >
        {text(isOn ? 'about.unblock' : 'about.block')}
      </Button>
      {block.isError && <Problem error={block.error} />}
    </>
  )
}

function AddFriend({ thread }: { readonly thread: Thread }) {
  const text = useText()
  const { data } = useQuery(friendsQuery)
  const { add } = useThreadActs(thread.id)
  const [person, setPerson] = useState('')
  const free = data?.friends.filter(({ id }) => !thread.members.some((member) => member.id === id)) ?? []
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const chosen = person || free[0]?.id
    if (chosen !== undefined) add.mutate(chosen, { onSuccess: () => setPerson('') })
  }
  if (free.length === 0) return <p className="mt-2 text-soft">{text('about.allHere')}</p>
  return (
    <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-3">
      <label className="flex flex-col gap-1">
        <span className="font-semibold">{text('about.add')}</span>
        <select
          value={person || free[0]?.id}
          onChange={({ target }) => setPerson(target.value)}
          className="min-h-11 rounded-box border border-edge bg-sheet px-3"
        >
          {free.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" isPending={add.isPending}>
        {text('about.addButton')}
      </Button>
      {add.isError && <Problem error={add.error} />}
    </form>
  )
}

function Rename({ thread }: { readonly thread: Thread }) {
  const text = useText()
  const { rename } = useThreadActs(thread.id)
  const [title, setTitle] = useState(thread.title ?? '')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    rename.mutate(title)
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <TextField label={text('threads.name')} value={title} onChange={setTitle} maxLength={100} />
      <Button type="submit" isPending={rename.isPending}>
        {text('about.rename')}
      </Button>
      {rename.isError && <Problem error={rename.error} />}
    </form>
  )
}

/** The reader's own switch, for all threads: who hides does not see. */
function ReadMarks() {
  const text = useText()
  const { data } = useQuery(readingQuery)
  const show = useShowReading()
  return (
    <section aria-labelledby="reading">
      <h2 id="reading" className="text-xl">
        {text('about.reading')}
      </h2>
      <label className="flex cursor-pointer items-center gap-3 py-2">
        <input
          type="checkbox"
          checked={data?.shown ?? true}
          disabled={data === undefined || show.isPending}
          onChange={({ target }) => show.mutate(target.checked)}
          className="size-5 accent-accent"
        />
        {text('about.readingShown')}
      </label>
      {show.isError && <Problem error={show.error} />}
    </section>
  )
}

function Leave({ id }: { readonly id: string }) {
  const text = useText()
  const navigate = useNavigate()
  const { leave } = useThreadActs(id)
  return (
    <section aria-labelledby="leaving">
      <h2 id="leaving" className="text-xl">
        {text('about.leave')}
      </h2>
      <p className="my-2">{text('about.leaveSays')}</p>
      {leave.isError && <Problem error={leave.error} />}
      <Button
        weight="bad"
        isPending={leave.isPending}
        onPress={() => leave.mutate(undefined, { onSuccess: () => void navigate({ to: '/threads' }) })}
      >
        {text('about.leaveButton')}
      </Button>
    </section>
  )
}
