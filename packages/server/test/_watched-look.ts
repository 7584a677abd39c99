// The gate's own look, counted, and followed by whatever a test has happen between it and the turnstile.
import { type Looked, look } from '../src/gate/look.ts'

/** A look to be given to `testSystem` as a layer. Each test begins with `forget`, or ends with it. */
export function watchedLook() {
  let afterwards: (times: number) => unknown
  const watched = {
    /** How often it was looked since `forget`. */
    times: 0,
    async look(...given: Parameters<typeof look>): Promise<Looked> {
      const looked = await look(...given)
      watched.times += 1
      await afterwards(watched.times)
      return looked
    },
    /** What happens after each look, before anybody goes on. @param then is told how often it was looked */
    after(then: (times: number) => unknown): void {
      afterwards = then
    },
    forget(): void {
      afterwards = () => undefined
      watched.times = 0
    },
  }
  watched.forget()
  return watched
}
