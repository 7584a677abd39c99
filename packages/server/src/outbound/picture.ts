// A picture of somebody else's, made ours: decoded within bounds, sized, and written anew without anything but its pixels.
import sharp from 'sharp'

/** The longest side of a copied picture. */
const SIDE = 640
/** More pixels than this are not decoded, however small the file that says so. */
const MAX_PIXELS = 24_000_000
const SECONDS = 5

// Everything else libvips can open is closed: documents, vectors and formats that load by name (CVE lists are full of them).
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
})

/** Types of pictures that are copied. */
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const

/** A copy in WebP, the first frame only, without metadata; undefined for what is no picture, or too much of one. */
export async function copyPicture(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true })
      .timeout({ seconds: SECONDS })
      .autoOrient()
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer()
  } catch {
    return undefined
  }
}
