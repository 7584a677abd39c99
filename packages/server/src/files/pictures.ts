// A picture somebody sends: decoded within bounds and written anew in three sizes, so that nothing but its pixels is left of the file.
import { openRaster } from './raster.ts'

/** Longest sides: as large as screens are, in the width of a thread, and in a grid. */
const sides = { whole: 4_096, medium: 1_280, small: 480 } as const
// A telephone's fifty million pixels pass. What is larger than that is a scan, or a bomb.
const bounds = { maxPixels: 60_000_000, seconds: 15 }
const webp = { quality: 82, effort: 3 } as const

/** A picture as it is kept: WebP without metadata, and how large the whole one is when it is shown. */
export interface KeptPicture {
  readonly whole: Uint8Array
  readonly medium: Uint8Array
  readonly small: Uint8Array
  readonly width: number
  readonly height: number
}

let before: Promise<unknown> = Promise.resolve()

/** Does one thing after the other, in this process: a large picture takes a hundred megabytes while it is decoded. */
export function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const done = before.then(work)
  before = done.catch(() => undefined)
  return done
}

/** The picture in three sizes; undefined for what cannot be read to its end, or is too much to read. */
export async function keepPicture(bytes: Uint8Array): Promise<KeptPicture | undefined> {
  try {
    const whole = await sized(openRaster(bytes, bounds), sides.whole)
    const medium = await sized(openRaster(whole.data, bounds), sides.medium)
    const small = await sized(openRaster(medium.data, bounds), sides.small)
    const { width, height } = whole.info
    return { whole: whole.data, medium: medium.data, small: small.data, width, height }
  } catch {
    return undefined
  }
}

function sized(picture: ReturnType<typeof openRaster>, side: number) {
  return picture
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp(webp)
    .toBuffer({ resolveWithObject: true })
}
