// Many things, a few at a time; and a list that comes item by item, whole.

/** How many go on at once. */
const AT_ONCE = 8

/** What came of doing something for each, in their order. @throws whatever the first one fails with */
export async function fewAtATime<In, Out>(
  all: readonly In[],
  work: (one: In, i: number) => Promise<Out>,
): Promise<readonly Out[]> {
  const done: Out[] = []
  const rest = all.entries()
  const worker = async (): Promise<void> => {
    for (const [i, one] of rest) done[i] = await work(one, i)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return done
}

/** Every item of a list. */
export async function listOf<Item>(list: AsyncIterable<Item>): Promise<readonly Item[]> {
  const items: Item[] = []
  for await (const item of list) items.push(item)
  return items
}
