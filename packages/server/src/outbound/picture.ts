// A picture of somebody else's, made ours: decoded within bounds, sized, and written anew without anything but its pixels.
import { openRaster } from '../files/raster.ts'

/** The longest side of a copied picture. */
const SIDE = 640
const bounds = { maxPixels: 24_000_000, seconds: 5 }

/** A copy in WebP, the first frame only, without metadata; undefined for what is no picture, or too much of one. */
export async function copyPicture(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return await openRaster(bytes, bounds)
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer()
  } catch {
    return undefined
  }
}
